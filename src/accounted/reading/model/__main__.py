"""`python -m accounted.reading.model`: write the schemas anew from the types and vocabularies."""

from accounted.reading.model.schema import DATA, FILES, written

for name, make in FILES.items():
    (DATA / name).write_text(written(make()), encoding="utf-8")
