import { ProblemError, problemIn } from '../../../../web/problem.ts'
import { ContactPreview } from '../../contacts/schema.ts'

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type Sending = {
  readonly workspace: string
  readonly file: File
  /** Called with the share of the file that has arrived, 0 ... 1. */
  readonly onProgress: (share: number) => void
  readonly signal: AbortSignal
}

/** Sends a file of contacts and answers with what the server sees in it; only XMLHttpRequest tells progress. */
export function sendContacts({ workspace, file, onProgress, signal }: Sending): Promise<ContactPreview> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append('file', file)
    const fail = (status: number, code: string) => reject(new ProblemError({ status, code, title: '', detail: '' }))
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total)
    request.onerror = () => fail(0, 'offline')
    request.onabort = () => fail(0, 'offline')
    request.onload = () => {
      const answer = parsed(request.responseText)
      if (request.status >= 400) return reject(new ProblemError(problemIn(answer, request.status)))
      const preview = ContactPreview.safeParse(answer)
      if (preview.success) return resolve(preview.data)
      fail(500, 'unexpected')
    }
    signal.addEventListener('abort', () => request.abort())
    request.open('POST', `/api/w/${workspace}/contacts/uploads`)
    request.send(body)
  })
}
