import type { OpenAPI } from '@orpc/openapi'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const text = (value: unknown): string => String(value ?? '').replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter)

type Json = { readonly [name: string]: unknown }
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, name) => (isJson(inner) ? inner[name] : undefined), value)

const style = `
  :root { color-scheme: light dark; --ink: light-dark(#23272e, #e8e6e1); --ground: light-dark(#faf8f4, #12161c);
    --line: light-dark(#e3ddd2, #2c333d); --accent: light-dark(#b4552d, #f0a070); --quiet: light-dark(#5e6470, #a5abb5) }
  body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 4rem; background: var(--ground); color: var(--ink);
    font: 1rem/1.5 Inter, system-ui, sans-serif }
  h2 { margin-top: 2.5rem } a { color: var(--accent) }
  details { border-top: 1px solid var(--line); padding: .6rem 0 }
  summary { cursor: pointer; display: grid; grid-template-columns: 4.5rem 1fr; gap: .25rem 1rem; align-items: baseline }
  summary span { grid-column: 2; color: var(--quiet) }
  code, pre { font: .9rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere }
  b.method { color: var(--accent); font-size: .85rem } pre { white-space: pre-wrap; padding-left: 5.5rem; margin: .5rem 0 }
  h4 { margin: .8rem 0 0 5.5rem; font-size: .9rem }
  @media (max-width: 40rem) { pre, h4 { padding-left: 0; margin-left: 0 } }`

/** A schema as a few lines that a person can read: names, types, `?` where a field may be left out. */
export function sketch(schema: unknown, indent = ''): string {
  if (!isJson(schema)) return 'any'
  const choices = schema.oneOf ?? schema.anyOf
  if (Array.isArray(choices)) return choices.map((choice) => sketch(choice, indent)).join(' | ')
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1) ?? 'any'
  if (schema.type === 'array') return `list of ${sketch(schema.items, indent)}`
  if (!isJson(schema.properties)) return [schema.type ?? 'any', schema.format].filter(Boolean).join(' ')
  const required = Array.isArray(schema.required) ? schema.required : []
  const inner = `${indent}  `
  const lines = Object.entries(schema.properties).map(
    ([name, field]) => `${inner}${name}${required.includes(name) ? '' : '?'}: ${sketch(field, inner)}`,
  )
  return `{\n${lines.join('\n')}\n${indent}}`
}

function bodies(operation: Json): string {
  const parameters = Array.isArray(operation.parameters) ? operation.parameters : []
  const named = parameters.map((one) => `${at(one, 'name')} (${at(one, 'in')}): ${sketch(at(one, 'schema'))}`)
  const parts: [string, string][] = [
    ['Parameters', named.join('\n')],
    ['Body', bodyOf(operation.requestBody)],
    ['Answer', bodyOf(at(operation.responses, '200'))],
  ]
  return parts
    .filter(([, content]) => content !== '')
    .map(([head, content]) => `<h4>${head}</h4><pre>${text(content)}</pre>`)
    .join('')
}

function bodyOf(body: unknown): string {
  const content = at(body, 'content')
  if (!isJson(content)) return ''
  const [type, media] = Object.entries(content)[0] ?? []
  const schema = at(media, 'schema')
  return type === undefined ? '' : `${type === 'application/json' ? '' : `${type}\n`}${sketch(schema)}`
}

type Operation = { readonly tag: string; readonly html: string }

function operationsOf(document: OpenAPI.Document): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(isJson(methods) ? methods : {}).flatMap(([method, operation]) => {
      if (!isJson(operation)) return []
      const tags = Array.isArray(operation.tags) ? operation.tags : []
      const head = `<b class="method">${text(method.toUpperCase())}</b><code>${text(`/api${path}`)}</code>`
      const html = `<details><summary>${head}<span>${text(operation.summary)}</span></summary>${bodies(operation)}</details>`
      return [{ tag: String(tags[0] ?? 'More'), html }]
    }),
  )
}

/** The OpenAPI document as one page without scripts. */
export function docsPage(document: OpenAPI.Document): string {
  const operations = operationsOf(document)
  const groups = [...new Set(operations.map((one) => one.tag))].map((tag) => {
    const list = operations.filter((one) => one.tag === tag).map((one) => one.html)
    return `<section><h2>${text(tag)}</h2>${list.join('')}</section>`
  })
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(document.info.title)} API</title><style nonce="{{nonce}}">${style}</style></head>
<body><main><h1>${text(document.info.title)} API</h1><p>${text(document.info.description)}</p>
<p><a href="/api/openapi.json">OpenAPI document</a></p>${groups.join('')}</main></body></html>`
}
