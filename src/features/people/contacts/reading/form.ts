import type { TextRow } from '../../../collect/reading/index.ts'
import type { ContactFormat } from '../schema.ts'

/** A file of contacts, whatever its form: named columns and rows of text. */
export type ContactFile = {
  readonly format: ContactFormat
  readonly bytes: number
  readonly encoding: 'utf-8' | 'windows-1252' | null
  readonly delimiter: string | null
  readonly columns: readonly string[]
  readonly sample: readonly (readonly string[])[]
  rows(onBytes?: (bytes: number) => void): AsyncGenerator<readonly TextRow[]>
}
