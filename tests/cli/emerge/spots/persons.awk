# Three persons in each commune of the demonstration; those of the second département, first communes, lack what they need.
BEGIN {
    print "["
    for (d = 1; d <= 2; d++)
        for (c = 1; c <= 34; c++)
            for (k = 1; k <= 3; k++)
                printf "%s{\"format\": \"orbite-person/1\", \"id\": \"S-%d-%d-%d\", \"reference_date\": \"2026-11-01\", \"age_years\": 50, \"location\": {\"commune\": \"D%d0%02d\"}, \"needs\": [{\"code\": \"1.3.3.%d\", \"priority\": 3, \"frequency\": \"weekly\"}], \"travel\": {\"modes\": [\"walk\"], \"max_minutes\": {\"default\": 15}}}\n", (d + c + k > 3 ? "," : ""), d, c, k, d, c, (d == 2 && c <= 12 ? 4 : 2)
    print "]"
}
