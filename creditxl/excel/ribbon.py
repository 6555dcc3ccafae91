"""The ribbon tab of our workbooks and of the add-in: a part beside the workbook's own ([MS-CUSTOMUI2])."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from msgspec import Struct

from creditxl.labels import label

if TYPE_CHECKING:
    from creditxl.labels import Labels

PART = "customUI/customUI14.xml"
RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
# A workbook and the add-in may both be open: items under one qualified name share one tab.
OURS = "urn:creditxl"
CALLBACK = "RunRibbonItem"


class Item(Struct, frozen=True):
    """A button of the ribbon.

    Args:
        macro: The VBA macro that it runs.
        label: In English.
        image: One of Office's own pictures.
    """

    macro: str
    label: str
    image: str


ITEMS = (
    Item("RefreshWorkbook", label("Refresh"), "RefreshAll"),
    Item("UndoRefresh", label("Undo the refresh"), "Undo"),
    Item("CheckWorkbook", label("Check"), "ErrorChecking"),
    Item("ExplainRow", label("Explain the row"), "TracePrecedents"),
    Item("GoToWorklist", label("Worklist"), "GoTo"),
    Item("WriteRequests", label("Request files"), "ExportTextFile"),
    Item("DraftMails", label("Draft mails"), "CreateMailMessage"),
    Item("WriteList", label("One person's list"), "ExportExcel"),
    Item("TryConventions", label("What if"), "ScenarioManager"),
    Item("ShareCopy", label("Share a copy"), "FileSendAsAttachment"),
    Item("OpenGuide", label("Guide"), "Help"),
    Item("AboutCreditxl", label("About creditxl"), "Info"),
)


def ribbon(labels: Labels) -> str:
    """Return the part that describes the tab, in one language."""
    buttons = "".join(_button(item, labels) for item in ITEMS)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<customUI xmlns="{NAMESPACE}" xmlns:ours="{OURS}"><ribbon><tabs>'
        f'<tab idQ="ours:tab" label="creditxl"><group id="creditxlGroup" label="creditxl">{buttons}</group></tab>'
        "</tabs></ribbon></customUI>"
    )


def _button(item: Item, labels: Labels) -> str:
    shown = quoteattr(labels.text(item.label))
    return (
        f'<button id="{item.macro}" tag="{item.macro}" label={shown} imageMso="{item.image}" size="large" '
        f'onAction="{CALLBACK}"/>'
    )
