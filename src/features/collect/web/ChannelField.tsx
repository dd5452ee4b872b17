import { Autocomplete, type AutocompleteProps } from '@mantine/core'
import { channelWords } from '../../../kernel/channelWords.ts'
import { useLanguage } from '../../../web/i18n.tsx'
import { channelCode, channelInWords } from './channels/draft.ts'

type Props = Pick<AutocompleteProps, 'label' | 'description' | 'size' | 'className'> & {
  readonly channel: string
  readonly onChange: (channel: string) => void
  /** Codes to offer beside the channels that every shop knows. */
  readonly others?: readonly string[]
}

/** A channel as people say it, one of the known or any other; hands on its code. */
export function ChannelField({ channel, onChange, others = [], ...props }: Props) {
  const language = useLanguage()
  const codes = [...others, ...Object.keys(channelWords)]
  return (
    <Autocomplete
      {...props}
      value={channelInWords(channel, language)}
      onChange={(said) => onChange(channelCode(said, language))}
      data={[...new Set(codes.map((code) => channelInWords(code, language)))]}
      maxLength={60}
    />
  )
}
