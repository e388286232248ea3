"""Python from the schemas by datamodel-code-generator and by quicktype: both read and write
Boxes 1 to 4 without a change, and the first refuses a member more.

python generators/python.py <folder schemas/> <working folder> <quicktype>
"""

import importlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pydantic

folder, work, quicktype = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)
sys.path.insert(0, str(work))
generator = Path(sys.executable).with_name("datamodel-codegen")

trips = 0
for name in ("registration-request", "registration-status", "configuration-status", "data-transfer"):
    schema = folder / f"{name}.canonical.json"
    box = json.loads(schema.read_text("utf-8"))["examples"][0]
    place = name.replace("-", "_")
    kind = name.title().replace("-", "")

    options = ["--input-file-type", "jsonschema", "--output-model-type", "pydantic_v2.BaseModel"]
    options += ["--class-name", kind, "--formatters", "builtin"]
    output = work / f"{place}_pydantic.py"
    subprocess.run([generator, "--input", schema, "--output", output, *options], check=True)
    model = getattr(importlib.import_module(output.stem), kind)
    read = model.model_validate_json(json.dumps(box), strict=True)
    written = json.loads(read.model_dump_json(exclude_unset=True, by_alias=True))
    assert written == box, (name, written)
    try:
        model.model_validate({**box, "no-such-member": {}})
    except pydantic.ValidationError:
        pass
    else:
        raise AssertionError(f"{name}: a member more is taken")

    output = work / f"{place}_quicktype.py"
    options = ["--src-lang", "schema", "--lang", "python", "--top-level", kind]
    subprocess.run([quicktype, *options, "--out", output, schema], check=True)
    module = importlib.import_module(output.stem)
    read = getattr(module, f"{place}_from_dict")(box)
    written = getattr(module, f"{place}_to_dict")(read)
    assert written == box, (name, written)
    trips += 2
print(f"{trips} round trips")
