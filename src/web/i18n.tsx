import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react'
import { type Language, languages } from '../features/admin/schema.ts'

export type { Language }

const key = 'fernweh.language'

const known = (text: string | null | undefined): Language | undefined => languages.find((language) => language === text)

/** The first of the browser's languages that Fernweh speaks. */
export const languageOf = (preferred: readonly string[]): Language =>
  preferred.map((tag) => known(tag.slice(0, 2).toLowerCase())).find((language) => language !== undefined) ?? 'en'

/** The texts of a feature in every language; both must say the same things. */
export const defineTexts = <T,>(texts: { readonly de: T; readonly en: NoInfer<T> }): Record<Language, T> => texts

type Choice = { readonly language: Language; readonly choose: (language: Language) => void }

const Chosen = createContext<Choice>({ language: 'en', choose: () => {} })

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(
    () => known(window.localStorage.getItem(key)) ?? languageOf(navigator.languages),
  )
  const choose = useCallback((next: Language) => {
    window.localStorage.setItem(key, next)
    setLanguage(next)
  }, [])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const value = useMemo(() => ({ language, choose }), [language, choose])
  return <Chosen value={value}>{children}</Chosen>
}

export const useLanguage = (): Language => use(Chosen).language
export const useChooseLanguage = (): Choice['choose'] => use(Chosen).choose
export const useTexts = <T,>(texts: Record<Language, T>): T => texts[use(Chosen).language]
