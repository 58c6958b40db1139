"""Holds documents against schemas: lines of `{"schema": file, "document": …}` come in, what is wrong goes out."""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker

for line in sys.stdin:
    asked = json.loads(line)
    schema = json.loads(Path(asked["schema"]).read_text())
    Draft202012Validator.check_schema(schema)
    for fault in Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(asked["document"]):
        print(f"{Path(asked['schema']).name}: {fault.json_path}: {fault.message}")
