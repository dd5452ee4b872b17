import type { z } from 'zod'
import { ProblemError, problemIn } from './problem.ts'

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type Upload<T> = {
  readonly to: string
  readonly file: File
  readonly answers: z.ZodType<T>
  /** Called with the share of the file that has arrived, 0 ... 1. */
  readonly onProgress: (share: number) => void
  readonly signal: AbortSignal
}

/** Sends a file and answers with what the server sees in it. `fetch` cannot tell progress, so this is XMLHttpRequest. */
export function upload<T>({ to, file, answers, onProgress, signal }: Upload<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append('file', file)
    const offline = () => reject(new ProblemError({ status: 0, code: 'offline', title: '', detail: '' }))
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total)
    request.onerror = offline
    request.onabort = offline
    request.onload = () => {
      const answer = parsed(request.responseText)
      if (request.status >= 400) return reject(new ProblemError(problemIn(answer, request.status)))
      const preview = answers.safeParse(answer)
      if (preview.success) return resolve(preview.data)
      reject(new ProblemError({ status: 500, code: 'unexpected', title: '', detail: '' }))
    }
    signal.addEventListener('abort', () => request.abort())
    request.open('POST', to)
    request.send(body)
  })
}
