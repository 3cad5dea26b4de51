# Half of the persons lack what they need.
BEGIN {
    for (i = from; i <= to; i++)
        printf "{\"format\": \"orbite-person/1\", \"id\": \"v-%02d\", \"reference_date\": \"2026-11-01\", \"age_years\": %d, \"location\": {\"commune\": \"Y000%d\"}, \"needs\": [{\"code\": \"%s\", \"priority\": 3, \"frequency\": \"weekly\"}], \"groups\": [\"TSA\"]}\n", i, i % 2 ? 12 : 45, i % 3 + 1, i % 2 ? "1.3.4.1" : "1.3.3.1"
}
