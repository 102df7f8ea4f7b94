"""PDF read back as a screen reader would: by the structure tree."""

import io
import re

import page as page_validation
import pikepdf


def squash(text):
    return " ".join(text.split())


class Reading:
    """A PDF read back: what each mark says and where, and the tree that puts it in order."""

    def __init__(self, data):
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.marks, self.artifacts, self.shown = {}, [], []
        for number, page in enumerate(self.pdf.pages):
            self._read_page(number, page)

    def _read_page(self, number, page):
        fonts = {name: Font(font) for name, font in page.Resources.Font.items()}
        mark, font, size, place = None, None, 0, (0, 0)
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC":
                    mark = operands[1].get("/MCID", str(operands[1].get("/Type", "")))
                case "EMC":
                    mark = None
                case "Tf":
                    font, size = fonts[str(operands[0])], float(operands[1])
                case "Tm":
                    place = (float(operands[4]), float(operands[5]))
                case "Tj":
                    text, width = font.read(bytes(operands[0]))
                    assert mark is not None, f"not part of anything: {text}"
                    self.shown.append((number, mark, text, *place, width * size / 1000))
                    if isinstance(mark, str):
                        self.artifacts.append(text)
                    else:
                        key = (page.obj.objgen, mark)
                        self.marks[key] = self.marks.get(key, "") + text

    def tree(self, node=None):
        """The structure as nested (role, children), with the words as text."""
        node = self.pdf.Root.StructTreeRoot.K if node is None else node
        if node.S == "/Figure":
            return ("Figure", [str(node.Alt)])
        kids = node.get("/K", pikepdf.Array())
        children = []
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                children.append(self.marks[(node.Pg.objgen, kid)])
            elif kid.get("/Type") == "/MCR":
                children.append(self.marks[(kid.Pg.objgen, kid.MCID)])
            elif kid.get("/Type") == "/OBJR":
                children.append(("OBJR", [str(kid.Obj.A.URI)]))
            else:
                children.append(self.tree(kid))
        return (str(node.S).strip("/"), children)

    def spoken(self, node=None):
        """(role, words) of each element that holds words, in reading order."""
        role, children = node or self.tree()
        own = squash(
            "".join(child if isinstance(child, str) else said(child) for child in children)
        )
        if role in ("P", "H1", "H2", "H3", "TH", "TD", "LBody", "Lbl", "Figure"):
            return [(role, own)]
        return [line for child in children for line in self.spoken(child)]


class Font:
    def __init__(self, font):
        table = font.ToUnicode.read_bytes().decode()
        self.text = {
            int(code, 16): bytes.fromhex(char).decode("utf-16-be")
            for code, char in re.findall(r"<(\w\w)> <(\w{4,})>", table)
        }
        self.widths = [float(width) for width in font.Widths]

    def read(self, codes):
        text = "".join(self.text[code] for code in codes)
        return text, sum(self.widths[code] for code in codes.rstrip())


def said(node):
    role, children = node
    if role == "OBJR":
        return ""
    return "".join(child if isinstance(child, str) else said(child) for child in children)


def failures(data):
    report = page_validation.validate_pdf_bytes(data, profile="ua1")
    return sorted({failure.rule_id for failure in report.failures})
