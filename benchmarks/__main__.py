"""`make bench`: every question that needs no data from elsewhere. Others are run by name with a folder of data."""

from benchmarks import coverage, stages

for question in (stages, coverage):
    print(f"\n{question.__doc__}")
    question.main()
