"""An SMTP server that fails as its recipients ask: `busy-…` is told 451 the first time, `never-…` is told 550, `drop-…` and `slow-…`
cut the connection or fall silent when the mail has come. Started by script/test-mail with the port to listen on."""

import asyncio
import sys

from aiosmtpd.smtp import SMTP


class Failing:
    def __init__(self):
        self.told = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("never-"):
            return "550 5.1.1 Nobody here has this name"
        if address.startswith("busy-") and address not in self.told:
            self.told.add(address)
            return "451 4.7.1 Come again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        asked = envelope.rcpt_tos[0]
        if asked.startswith("drop-"):
            server.transport.abort()
        if asked.startswith("slow-"):
            await asyncio.sleep(3600)
        if asked.startswith("full-"):
            return "452 4.2.2 The box is full"
        return "250 2.0.0 Taken"


async def main():
    handler = Failing()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="failing.crm.test", data_size_limit=1_000_000), "127.0.0.1", int(sys.argv[1])
    )
    await server.serve_forever()


asyncio.run(main())
