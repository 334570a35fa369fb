"""Checks our OpenAPI description with somebody else's validator."""

import json
import sys

import openapi_spec_validator

spec = json.load(open(sys.argv[1], encoding="utf-8"))
openapi_spec_validator.validate(spec)
print(spec["openapi"], len(spec["paths"]))
