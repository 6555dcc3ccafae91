"""Servers on the loopback, each stopped by its test: a real OData one, and one that plays what was recorded."""

from __future__ import annotations

import json
import socket
import struct
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import ThreadingMixIn
from urllib.parse import unquote
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from creditxl.tables.columns import COLUMNS, CellType, Kind
from tests.sources import month

COMPANY = "Tuohivakka Ravintola"  # whose ledger is served: the real server takes its time for each row
RESET = "reset"  # instead of an answer


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@contextmanager
def playing(answer):
    """Play a service: `answer` takes method, path, headers and body, and gives status, headers and body, or `RESET`."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            length = int(self.headers.get("Content-Length") or 0)
            found = answer(self.command, unquote(self.path), self.headers, self.rfile.read(length).decode())
            if found == RESET:
                # Sent back at once, with nothing: what a broken line looks like.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
                return
            status, headers, body = found
            text = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = answer  # noqa: N815 - names that the library looks for

        def log_message(self, *_):
            pass

        def finish(self):
            with suppress(OSError, ValueError):  # of a connection that was cut on purpose
                super().finish()

    with running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as address:
        yield address


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


EDM = {
    CellType.TEXT: "Edm.String",
    CellType.CHOICE: "Edm.String",
    CellType.AMOUNT: "Edm.Decimal",
    CellType.DATE: "Edm.Date",
    CellType.DAYS: "Edm.Int32",
    CellType.FLAG: "Edm.Boolean",
}


@contextmanager
def odata(page_size, asked):
    """Serve the sample's month by odatapy, a real OData server; what it is asked is noted."""
    from odatapy.server import OData
    from odatapy.server.adapters import ODataWSGIApp
    from odatapy.server.inmemory import InMemoryDataStore, InMemoryProcessor

    kinds = [kind for kind in Kind if month.rows(kind)]
    service = OData.new_instance()
    handler = service.create_handler(service.create_service_metadata(_provider(kinds)))
    store = InMemoryDataStore()
    for kind in kinds:
        rows = [row for row in month.rows(kind) if kind is not Kind.ENTRIES or row["company"] == COMPANY]
        store.set_entities(kind.value, [_entity(kind, number, row) for number, row in enumerate(rows, 1)])
    handler.register(InMemoryProcessor(store, page_size=page_size))
    app = ODataWSGIApp(handler)

    def noting(environ, start):
        asked.append(unquote(environ["PATH_INFO"] + "?" + environ.get("QUERY_STRING", "")))
        return app(environ, start)

    server = make_server("127.0.0.1", 0, noting, server_class=Threaded, handler_class=Silent)
    with running(server) as address:
        yield address


def _provider(kinds):
    from odatapy.edm import csdl

    class Provider(csdl.CsdlAbstractEdmProvider):
        def get_schemas(self):
            types = [
                csdl.CsdlEntityType(
                    name=f"{kind}_type",
                    key=[csdl.CsdlPropertyRef(name="Entry_No")],
                    properties=[
                        csdl.CsdlProperty(name="Entry_No", type="Edm.Int32", nullable=False),
                        *(_property(csdl, kind, name) for name in month.columns(kind)),
                    ],
                )
                for kind in kinds
            ]
            sets = [csdl.CsdlEntitySet(name=kind.value, type=f"NAV.{kind}_type") for kind in kinds]
            container = csdl.CsdlEntityContainer(name="NAV", entity_sets=sets)
            return [csdl.CsdlSchema(namespace="NAV", entity_types=types, entity_container=container)]

    return Provider()


def _property(csdl, kind, name):
    more = {"precision": 18, "scale": 2} if COLUMNS[kind][name].cell is CellType.AMOUNT else {}
    return csdl.CsdlProperty(name=month.heading(kind, name), type=EDM[COLUMNS[kind][name].cell], nullable=True, **more)


def _entity(kind, number, row):
    from odatapy.data import Entity, ValueType

    entity = Entity()
    entity.set_property("Entry_No", number, ValueType.PRIMITIVE, "Edm.Int32")
    for name, value in row.items():
        entity.set_property(month.heading(kind, name), value, ValueType.PRIMITIVE, EDM[COLUMNS[kind][name].cell])
    return entity
