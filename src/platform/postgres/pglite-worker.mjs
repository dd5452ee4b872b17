// PGlite in a thread of its own, so that a heavy query never blocks the server. Plain JavaScript: Node 20 runs it as is.
// In: { open } once, then { id, bytes } (whole wire messages) and { dump }. Out: { ready }, { id, bytes }, { dumped }.
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'

const reply = (message, transfer = []) => parentPort.postMessage(message, transfer)
const sentence = (error) => (error instanceof Error ? error.message : String(error))

async function open() {
  const { directory, restoreFrom } = workerData
  const loadDataDir = restoreFrom === undefined ? undefined : new Blob([readFileSync(restoreFrom)])
  return PGlite.create(directory === undefined ? { loadDataDir } : { dataDir: directory, loadDataDir })
}

async function handle(engine, message) {
  if (message.kind === 'send') {
    const answer = await engine.execProtocolRaw(message.bytes)
    reply({ id: message.id, bytes: answer }, [answer.buffer])
  } else if (message.kind === 'dump') {
    const file = await engine.dumpDataDir('none')
    const bytes = new Uint8Array(await file.arrayBuffer())
    reply({ id: message.id, bytes }, [bytes.buffer])
  } else {
    await engine.close()
    reply({ id: message.id, bytes: new Uint8Array() })
    parentPort.close()
  }
}

try {
  const engine = await open()
  let last = Promise.resolve()
  parentPort.on('message', (message) => {
    last = last.then(() => handle(engine, message)).catch((error) => reply({ id: message.id, error: sentence(error) }))
  })
  reply({ ready: true })
} catch (error) {
  reply({ failed: sentence(error) })
}
