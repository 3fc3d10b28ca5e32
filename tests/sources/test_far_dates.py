"""A day beyond every calendar in a Parquet file sets its row aside, in words, and stops nothing."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from guanxi.sources.far_dates import far_columns, in_words
from guanxi.sources.files import open_table

FAR = 2_000_000_000  # days: in the year 5,477,789


def days(*numbers) -> pa.Array:
    return pa.array(numbers, pa.int32()).cast(pa.date32())


def moments(*numbers, unit="us") -> pa.Array:
    return pa.array(numbers, pa.int64()).cast(pa.timestamp(unit))


@pytest.fixture(params=[True, False], ids=["with statistics", "without"])
def written(request, tmp_path):
    def write(**columns):
        path = tmp_path / "orders.parquet"
        pq.write_table(pa.table(columns), path, write_statistics=request.param, row_group_size=2)
        return path

    return write


def test_only_columns_beyond_a_calendar_are_far(written):
    inside = pa.StructArray.from_arrays([days(1, 2, -FAR)], ["on"])
    path = written(
        near=days(0, 19_000, None),
        far=days(0, FAR, 1),
        when=moments(0, 2**62, 5),
        at=moments(0, 1, 2, unit="s"),
        none=days(None, None, None),
        address=inside,
        amount=pa.array([1, 2, 3]),
    )
    assert far_columns(pq.ParquetFile(path)) == {"far", "when", "address.on"}


def test_the_last_and_the_first_day_are_in_the_calendar(written):
    first, last = (date(1, 1, 1) - date(1970, 1, 1)).days, (date(9999, 12, 31) - date(1970, 1, 1)).days
    assert far_columns(pq.ParquetFile(written(on=days(first, last)))) == set()
    assert far_columns(pq.ParquetFile(written(on=days(first - 1, 0)))) == {"on"}
    assert far_columns(pq.ParquetFile(written(on=days(0, last + 1)))) == {"on"}


def test_a_far_day_is_the_number_it_is_kept_as_and_the_others_stay_days():
    assert in_words(days(0, FAR, None)).to_pylist() == ["1970-01-01", f"{FAR} days from 1970-01-01", None]
    assert in_words(moments(0, 2**62)).to_pylist()[1] == f"{2**62} us from 1970-01-01"


def test_a_file_with_a_far_day_is_read_and_shows_it(written):
    path = written(order=["a", "b"], on=days(19_000, FAR))
    with open_table(path) as table:
        assert table.sample(10)["on"].to_list() == ["2022-01-08", f"{FAR} days from 1970-01-01"]
