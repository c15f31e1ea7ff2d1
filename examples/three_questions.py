"""Answer three questions with DuckDB and pandas, each answer with its place in the source.

python examples/three_questions.py [curated/current]

1. Which are the largest sums of money that the report gives as results, and whose are they?
2. What became better, from where to where? Only what the report itself sets beside each other.
3. How many results does each agency give for each year?
"""

import sys
from pathlib import Path

import duckdb
import pandas as pd

LARGEST = """
SELECT
    value_yi AS 億元, indicator AS 指標, agency AS 機關, strategy AS 策略, text AS 原文,
    start AS 位置
FROM outcomes
WHERE role = 'result' AND value_yi IS NOT NULL AND NOT restated
ORDER BY value_yi DESC, start
LIMIT 10
"""

IMPROVED = """
SELECT
    outcomes.indicator AS 指標, before.text AS 原來, outcomes.text AS 現在,
    100 * outcomes.change / outcomes.baseline_value AS "變動 %", outcomes.sentence AS 句子
FROM outcomes
JOIN relations ON relations.report_id = outcomes.report_id
    AND relations.to_id = outcomes.figure_id AND relations.type = 'baseline_of'
JOIN figures AS before ON before.report_id = relations.report_id
    AND before.figure_id = relations.from_id
WHERE outcomes.baseline_value <> 0
ORDER BY abs(outcomes.change / outcomes.baseline_value) DESC, outcomes.start
"""

BY_AGENCY = """
SELECT agency AS 機關, year_end AS 年, count(*) AS 個數
FROM outcomes
WHERE role = 'result' AND agency IS NOT NULL AND year_end IS NOT NULL
GROUP BY ALL
"""


def answer(publication: Path) -> dict[str, pd.DataFrame]:
    """Return a frame a question."""
    with duckdb.connect(str(publication / "nstp.duckdb"), read_only=True) as database:
        counted = database.execute(BY_AGENCY).df()
        return {
            "largest": database.execute(LARGEST).df(),
            "improved": database.execute(IMPROVED).df(),
            "by_agency": counted.pivot_table(
                index="機關", columns="年", values="個數", aggfunc="sum", fill_value=0, margins=True
            ).sort_values("All", ascending=False),
        }


def main(publication: str = "curated/current") -> None:
    """Print the answers."""
    pd.set_option("display.unicode.east_asian_width", True)  # noqa: FBT003  (pandas takes no name)
    pd.set_option("display.width", 160, "display.max_columns", 12)
    for question, frame in answer(Path(publication)).items():
        print(f"{question}\n{frame.head(12).to_string(max_colwidth=36)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
