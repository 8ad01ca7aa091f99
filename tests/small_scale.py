"""A small scale of invented members, and the folder with its data."""

DEFINITION = """\
burdenshare-scale: 1
slug: club
title: What the members of a club pay
description: Invented.
reference: Statute of the club
total: 200
money: million EUR
data:
  - file: members.csv
    member: code
    name: name
    year: year
    series: {income: income, population: people}
published:
  file: published.csv
  member: code
  column: rate
steps:
  - step: income
    series: income
    periods: [2021-2022, 2022]
  - step: low-income-relief
    gradient: 0.5
  - step: reallocation
    excepted: [BIG]
  - step: floor
    least: 0.01
  - step: ceiling
    most: 0.4
    members: [BIG]
  - step: average
  - step: rounding
    decimals: 2
"""

MEMBERS = """\
code,name,year,income,people
BIG,Bigland,2021,600,40
BIG,Bigland,2022,660,40
MID,Midland,2021,260,15
MID,Midland,2022,265,15
LOW,Lowland,2021,100,30
LOW,Lowland,2022,130,30
TIN,Tinyland,2021,,1
TIN,Tinyland,2022,2,1
NEW,Newland,2021,50,3
NEW,Newland,2022,52,3
"""

PUBLISHED = """\
code,rate
BIG,40.00
MID,36.50
LOW,13.00
TIN,1.00
"""


def write(folder):
    """Write the scale and its data into a folder, and give the path of the scale."""
    path = folder / "club.yaml"
    path.write_text(DEFINITION, encoding="utf-8")
    (folder / "members.csv").write_text(MEMBERS, encoding="utf-8")
    (folder / "published.csv").write_text(PUBLISHED, encoding="utf-8")
    return path
