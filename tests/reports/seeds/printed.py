"""What the two reports print, table by table in our rows, and where our value is another.

`-` stands for a cell that is not printed. `DIFFERS` has what is printed, what comes out, and the misprint's number
(I01 to I36).
"""

Place = tuple[str, str, int]
"""A table, a row's label, and the number of its cell."""

BNES = """
RB1 Representation | 0 4 4 0 0 0
RB1 Stage 1 statutory | 5 41 34 6 6 0
RB1 Stage 1 corporate | 1 44 32 6 3 4
RB1 Stage 2 statutory | 0 10 5 0 3 2
RB1 Stage 2 corporate | 0 3 2 0 1 0
RB1 Stage 3 | 0 1 1 0 0 0
RB1 Referral to Ombudsman | 0 3 2 0 0 1
RB1 Total | 6 106 80 12 13 7
RB3 Q1 | 10
RB3 Q2 | 22
RB3 Q3 | 12
RB3 Q4 | 12
RB6 Assessment care management review | 9 14% 4 44%
RB6 Attitude or behaviour of staff | 11 17% 1 9%
RB6 Appropriateness of service | 6 9% 2 33%
RB6 Quality of service | 27 41% 7 26%
RB6 Delay in decision or provision | 5 7% 2 40%
RB6 Unwelcome or disputed decision | 8 12% 4 50%
RB6 Total | 66 100% 21 32%
RB8 Stage 2 requests | 13 5
RB8 Withdrawn | 4 -
RB8 Rate | 21% 7%
RB9 Stage 2 statutory: Not pursued | 3
RB9 Stage 2 statutory: Ongoing | 5
RB9 Stage 2 statutory: Concluded | 2
RB9 Stage 2 corporate: Not pursued | 1
RB9 Stage 2 corporate: Fully dealt with | 2
RB10 Panels held | 1
RB11 Referred | 3
RB11 Out of time | 1
RB11 Premature | 1
RB11 Open | 1
RB13 Administration | 12
RB13 ACE | 9
RB13 Child in Care | 4
RB13 Commissioning | 1
RB13 Connecting Families | 7
RB13 Disabled Children | 8
RB13 Duty | 2
RB13 Family Placement | 9
RB13 Young People's Preventative Services | 3
RB13 Total | 51
RB14 Stage 1 statutory: Mean working days | 18
RB14 Stage 1 statutory: % within 20 | 56%
RB14 Stage 1 statutory: Outside agreed timescale in Q3-Q4 | 2
RB14 Stage 1 corporate: Mean working days | 13
RB14 Stage 1 corporate: % over 15 | 24%
RB14 Stage 2: Concluded | 2
RB14 Stage 2: Mean working days | 69
RB14 Stage 3: Working days to panel | 22
RB16 Care leavers | 2
RB16 Parents | 72
RB16 Total | 91
RB17 Offered | 2
RB17 Other agency | 1
RB18 Female | - 69%
RB18 Male | - 31%
RB18 Ethnicity: Caribbean | 1 -
RB18 Ethnicity: Black Caribbean | 1 -
RB18 Ethnicity: Chinese | 1 -
RB19 SAR | 36 51 57 86 99
RB19 Internal review/delete | 2 1 1 1 1
RB19 Information sharing | 81 76 68 27 27
RB19 % in time | - - - - 100%
"""

BNES_DIFFERS: dict[Place, tuple[str, str, str]] = {
    ("RB1", "Stage 2 statutory", 3): ("5", "2", "I04"),
    ("RB1", "Stage 2 statutory", 6): ("2", "5", "I04"),
    ("RB1", "Total", 3): ("80", "77", "I04"),
    ("RB1", "Total", 6): ("7", "10", "I04"),
    ("RB3", "Q1", 1): ("10", "15", "I06"),
    ("RB3", "Q2", 1): ("22", "34", "I06"),
    ("RB3", "Q3", 1): ("12", "18", "I06"),
    ("RB3", "Q4", 1): ("12", "18", "I06"),
    ("RB6", "Total", 3): ("21", "20", "I01"),
    ("RB6", "Total", 4): ("32%", "30%", "I01"),
    ("RB8", "Rate", 1): ("21%", "24%", "I08"),
    ("RB13", "Total", 1): ("51", "55", "I03"),
    ("RB14", "Stage 1 corporate: % over 15", 1): ("24%", "25%", "I33"),
    ("RB16", "Total", 1): ("91", "85", "I05"),
}

DORSET = """
RD1 Formal | 358 644
RD1 Informal | 364 624
RD1 LGSCO u/t | 4/34 6/19
RD1 % overdue | 16% 39%
RD1 % fully | 5% 8%
RD1 % part | 24% 11%
RD1 Compliments | 298 633
RD1 Learnings | 151 119
RD2 Adults Social Care: Formal | 18 28 31 38 115
RD2 Adults Social Care: Informal | 10 16 14 10 50
RD2 Adults Social Care: LGSCO u/t | 0/0 0/1 0/1 1/2 1/4
RD2 Adults Social Care: % overdue | 11% 11% 11% 20% 13%
RD2 Adults Social Care: % fully | 4% 0% 0% 5% 2%
RD2 Adults Social Care: % part | 7% 7% 20% 20% 14%
RD2 Adults Social Care: Compliments | 35 18 33 19 105
RD2 Adults Social Care: Learnings | 4 3 8 3 18
RD2 Adults Non-SC: Formal | 6 12 6 9 33
RD2 Adults Non-SC: Informal | 0 0 0 7 7
RD2 Adults Non-SC: LGSCO u/t | 0/0 0/0 0/0 0/0 0/0
RD2 Adults Non-SC: % overdue | Unknown Unknown Unknown 50% Unknown
RD2 Adults Non-SC: % fully | Unknown Unknown Unknown Unknown Unknown
RD2 Adults Non-SC: % part | Unknown Unknown Unknown Unknown Unknown
RD2 Adults Non-SC: Compliments | 0 0 0 0 0
RD2 Adults Non-SC: Learnings | 0 0 0 3 3
RD2 Place: Formal | 23 120 123 80 346
RD2 Place: Informal | 79 120 44 93 336
RD2 Place: LGSCO u/t | 0/0 0/1 1/2 0/4 1/7
RD2 Place: % overdue | 10% 4% 78% 67% 40%
RD2 Place: % fully | 5% 4% 3% 10% 6%
RD2 Place: % part | 5% 5% 5% 15% 8%
RD2 Place: Compliments | 117 92 58 97 364
RD2 Place: Learnings | 6 17 10 33 66
RD2 Corporate: Formal | 9 7 10 9 35
RD2 Corporate: Informal | 0 0 0 38 38
RD2 Corporate: LGSCO u/t | 0/0 0/0 0/0 0/0 0/0
RD2 Corporate: % overdue | Unknown Unknown Unknown 67% Unknown
RD2 Corporate: % fully | Unknown Unknown Unknown Unknown Unknown
RD2 Corporate: % part | Unknown Unknown Unknown Unknown Unknown
RD2 Corporate: Compliments | 40 6 4 14 64
RD2 Corporate: Learnings | 0 0 0 1 1
RD2 Children's SC: Formal | 10 22 12 7 51
RD2 Children's SC: Informal | 27 42 33 29 131
RD2 Children's SC: LGSCO u/t | 0/0 0/0 0/2 0/2 0/4
RD2 Children's SC: % overdue | 4% 13% 22% 50% 22%
RD2 Children's SC: % fully | 4% 8% 8% 4% 6%
RD2 Children's SC: % part | 15% 16% 11% 8% 13%
RD2 Children's SC: Compliments | 30 14 8 20 72
RD2 Children's SC: Learnings | 5 10 7 4 26
RD2 Children's Non-SC: Formal | 1 5 12 19 37
RD2 Children's Non-SC: Informal | 3 3 2 11 19
RD2 Children's Non-SC: LGSCO u/t | 0/0 1/1 1/1 1/3 3/5
RD2 Children's Non-SC: % overdue | 25% 0% 36% 70% 33%
RD2 Children's Non-SC: % fully | 25% 12% 14% 20% 18%
RD2 Children's Non-SC: % part | 0% 25% 14% 0% 10%
RD2 Children's Non-SC: Compliments | 11 6 9 2 28
RD2 Children's Non-SC: Learnings | 2 1 1 4 8
RD3 LGSCO payments | - £1,800.00 £6,750.00
RD3 Investigators' fees | £15,961.75 £30.00 £4,334.60
RD4 Received | 54
RD4 Investigated | 8
RD4 Upheld | 3
RD5 People on a single point of contact | - - +133%
RD6 Children's SC: Representations | 51 83 131
RD6 Children's SC: Stage 1 | 65 40 51
RD6 Children's SC: Stage 2 | 2 0 1
RD6 Children's SC: Stage 3 | 1 1 0
RD6 Children's SC: LGSCO approaches | 7 6 4
RD6 Children's SC: LGSCO upheld | - 0 0
RD6 Children's whole authority: Representations | 31 23 19
RD6 Children's whole authority: Formal | 57 37 37
RD6 Children's whole authority: LGSCO approaches | 14 4 5
RD6 Children's whole authority: LGSCO upheld | - 0 3
RD9 Communication | 11% 12%
RD9 Data | 0% 2%
RD9 Finance | 1% 0%
RD9 Disagreement with decision | 5% 12%
RD9 Delay | 0% 20%
RD9 Professional practice | 40% 6%
RD9 Quality of service | 33% 20%
RD9 Attitude of staff | 10% 12%
RD9 Failure to provide service | 5% 10%
RD9 Inadequate service | 5% 6%
RD10 Fully | 6%
RD10 Partially | 13%
RD10 Not | 81%
RD11 2016-17 | 17
RD11 2017-18 | 12
RD11 2018-19 | 20
RD11 2019-20 | 10
RD11 2020-21 | 15
RD12 New referrals | 161 176 197 166
RD13 0-20 | 74% 75% 78%
RD13 20+ | 26% 25% 22%
RD13 Children in care over 20 | - - 5
RD14 Learnings | 26
RD15 Gender: Female | - 53%
RD15 Gender: Male | - 40%
RD15 Gender: Prefer not to say | - 7%
RD15 Ethnicity: British White | - 87%
RD15 Ethnicity: Mixed ethnic background | - 3%
RD15 Ethnicity: Indian | - 3%
RD15 Ethnicity: Prefer not to say | - 7%
RD15 Sexual orientation: Heterosexual | - 76%
RD15 Sexual orientation: Gay | - 1%
RD15 Sexual orientation: Bisexual | - 3%
RD15 Sexual orientation: Prefer not to say | - 20%
RD15 Religion: Christian | - 44%
RD15 Religion: None | - 40%
RD15 Religion: Other | - 1%
RD15 Religion: Prefer not to say | - 15%
RD15 Age: 16-24 | - 1%
RD15 Age: 25-34 | - 2%
RD15 Age: 35-44 | - 16%
RD15 Age: 55-64 | - 44%
RD15 Age: 65+ | - 37%
RD15 Disability: Learning disability | - 4%
RD15 Disability: Mental health | - 18%
RD15 Disability: Hearing | - 5%
RD15 Disability: Physical | - 31%
RD15 Disability: Prefer not to say | - 42%
"""

DORSET_DIFFERS: dict[Place, tuple[str, str, str]] = {
    ("RD1", "Formal", 2): ("644", "617", "I16"),
    ("RD1", "Informal", 2): ("624", "581", "I17"),
    ("RD1", "LGSCO u/t", 2): ("6/19", "5/20", "I20"),
    ("RD1", "% overdue", 2): ("39%", "35%", "I21"),
    ("RD1", "% fully", 2): ("8%", "6%", "I21"),
    ("RD1", "% part", 2): ("11%", "9%", "I21"),
    ("RD1", "Learnings", 2): ("119", "122", "I19"),
    ("RD2", "Adults Non-SC: % overdue", 5): ("Unknown", "50%", "I31"),
    ("RD2", "Corporate: % overdue", 5): ("Unknown", "67%", "I31"),
    ("RD2", "Place: % overdue", 5): ("40%", "39%", "I22"),
    ("RD2", "Place: % fully", 5): ("6%", "5%", "I22"),
    ("RD2", "Place: % part", 5): ("8%", "7%", "I22"),
    ("RD2", "Children's SC: % overdue", 5): ("22%", "21%", "I22"),
    ("RD2", "Children's Non-SC: % overdue", 5): ("33%", "48%", "I22"),
    ("RD2", "Children's Non-SC: % part", 5): ("10%", "7%", "I22"),
    ("RD2", "Children's Non-SC: % fully", 2): ("12%", "13%", "I35"),
}
