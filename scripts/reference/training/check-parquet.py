"""Reads an export's Parquet files with pyarrow and with `datasets`, and compares every row and column type with its JSON lines.

argv: kind (preference, kto, sft), folder of an export with JSON lines, folder of one with Parquet. Prints JSON: `{holds, text}` for each
thing checked.
"""

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import load_dataset

kind, lines, parquet = sys.argv[1], Path(sys.argv[2]) / "data", Path(sys.argv[3]) / "data"
COLUMNS = {
    "preference": {"prompt": "turns", "chosen": "turns", "rejected": "turns"},
    "kto": {"prompt": "turns", "completion": "turns", "label": "flag"},
    "sft": {"messages": "turns"},
}[kind]
TURN = pa.struct([pa.field("role", pa.string(), nullable=False), pa.field("content", pa.string(), nullable=False)])
TYPES = {"turns": pa.list_(pa.field("element", TURN, nullable=False)), "flag": pa.bool_()}
EXPECTED = pa.schema([pa.field(name, TYPES[form], nullable=False) for name, form in COLUMNS.items()])

checked = []


def note(holds, text):
    checked.append({"holds": bool(holds), "text": text})


splits = {split: [json.loads(line) for line in (lines / f"{split}.jsonl").read_text().rstrip("\n").split("\n")] for split in ("train", "test")}
for split, rows in splits.items():
    table = pq.read_table(parquet / f"{split}.parquet")
    same = table.to_pylist() == rows
    note(same, f"pyarrow {pa.__version__} reads {len(rows)} rows of {split}.parquet, {'equal' if same else 'not equal'} to JSON lines")
    typed = table.schema.remove_metadata().equals(EXPECTED)
    note(typed, f"{split}.parquet has {'the' if typed else 'other'} column types{'' if typed else ': ' + str(table.schema)}, nothing may be null")

# By the folder, as trainers do.
read = {name: load_dataset(str(folder)) for name, folder in (("json", lines), ("parquet", parquet))}
for split, rows in splits.items():
    one, other = read["json"][split], read["parquet"][split]
    typed = one.features == other.features
    note(typed, f"datasets finds {'the same' if typed else 'different'} column types in {split}: {other.features}")
    same = other.to_list() == rows and one.to_list() == rows
    note(same, f"datasets reads {other.num_rows} rows of {split}, {'equal' if same else 'not equal'} from both")
print(json.dumps(checked))
