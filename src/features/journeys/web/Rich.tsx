/** A sentence in which `**words**` stand out and `!!words!!` warn. */
export function Rich({ text }: { text: string }) {
  return text
    .split(/(\*\*.+?\*\*|!!.+?!!)/)
    .map((part, index) => ({ part, key: `${index}:${part}` }))
    .map(({ part, key }) => {
      if (part.startsWith('**')) return <b key={key}>{part.slice(2, -2)}</b>
      if (part.startsWith('!!')) return <strong key={key}>{part.slice(2, -2)}</strong>
      return part
    })
}
