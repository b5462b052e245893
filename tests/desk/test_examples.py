"""An example stands in the report only when a second person has read it."""

import pytest

from tests.desk.office import Office

TOLD = {
    "year": "2025-26", "category": "delay_in_decision_or_provision",
    "complaint": "A parent waited for a plan.", "response": "Upheld. Plans are now checked each week.",
}  # fmt: skip
PUBLIC = {"period": "2025-26", "reader": "everybody"}


@pytest.mark.rule("R923")
async def test_an_example_is_published_only_when_somebody_else_has_read_it(office: Office) -> None:
    mina, dan = await office.signed_in("mina"), await office.signed_in("dan")
    await mina.get("/reports/examples")
    assert (await mina.send("/reports/examples", **TOLD | {"response": " "})).status == 422
    assert (await mina.send("/reports/examples", **TOLD)).status == 303
    shown = await mina.get("/reports/examples")
    (drop,) = [str(each.attributes["action"]) for each in shown.html.css("form[action$=drop]")]
    read = drop.replace("/drop", "/read")
    assert "waits for a second reader" in shown.words and not shown.html.css("form[action$=read]")
    assert (await mina.post(read, token=await mina.token())).status == 422
    before = await dan.get("/reports/look", params=PUBLIC)
    assert "checked each week" not in before.words and "none is checked yet" in before.words
    await dan.get("/reports/examples")
    assert (await dan.send(read)).status == 303
    after = await dan.get("/reports/look", params=PUBLIC)
    assert "checked each week" in after.words and "A parent waited" in after.words
    await mina.get("/reports/examples")
    assert (await mina.send(drop)).status == 303
    assert (await mina.post(drop, token=await mina.token())).status == 404
    assert "A parent waited" not in (await dan.get("/reports/look", params=PUBLIC)).words
