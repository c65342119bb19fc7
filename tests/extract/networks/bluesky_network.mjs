// A whole Bluesky network on loopback, until it is told to stop; the tests talk to its personal data server.
import { TestNetwork } from '@atproto/dev-env'

const letters = Date.now().toString(26).replace(/[0-9]/g, (digit) => 'qrstuvwxyz'[digit])
const schema = 'cmr_' + letters // PostgreSQL schemas may hold letters only here
const network = await TestNetwork.create({
  dbPostgresSchema: schema,
  plc: { port: 18582 },
  pds: { port: 18583, hostname: 'localhost', enableDidDocWithSession: true, inviteRequired: false },
  bsky: { port: 18584, publicUrl: 'http://localhost:18584', dbPostgresSchema: schema },
  ozone: { port: 18587 },
})
console.log('READY')
const stop = async () => {
  await network.close()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
