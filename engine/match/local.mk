EMBEDDED += engine/match/profile-default.json
