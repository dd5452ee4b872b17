import type { ReactNode } from 'react'
import { Brand } from '../../../web/frame/Brand.tsx'
import { useChooseLanguage, useLanguage, useTexts } from '../../../web/i18n.tsx'
import { useTitle } from '../../../web/parts/Page.tsx'
import { shellTexts } from '../../../web/texts.ts'
import { languages } from '../schema.ts'
import styles from './admin.module.css'

const hills = [
  'M0 190 C180 120 300 210 520 150 S860 90 1080 140 S1330 120 1440 90 V260 H0Z',
  'M0 210 C220 160 360 230 600 180 S960 150 1150 180 S1350 160 1440 140 V260 H0Z',
  'M0 226 C260 190 420 246 680 206 S1040 196 1220 214 S1380 200 1440 186 V260 H0Z',
  'M0 242 C240 216 460 258 720 230 S1090 226 1260 238 S1390 228 1440 220 V260 H0Z',
]

/** The calm page before the door: signing up and in, and invitations. */
export function Gate({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  useTitle(title)
  const texts = useTexts(shellTexts)
  const language = useLanguage()
  const choose = useChooseLanguage()
  return (
    <div className={styles.gate}>
      <header className={styles.gateHead}>
        <Brand />
        <fieldset className={styles.tongues}>
          <legend className={styles.hidden}>{texts.account.language}</legend>
          {languages.map((one) => (
            <button key={one} type="button" lang={one} aria-pressed={one === language} onClick={() => choose(one)}>
              {texts.languages[one]}
            </button>
          ))}
        </fieldset>
      </header>
      <main className={styles.gateMain}>
        <h1>{title}</h1>
        {lead !== undefined && <p className={styles.gateLead}>{lead}</p>}
        {children}
      </main>
      <svg className={styles.hills} viewBox="0 0 1440 260" preserveAspectRatio="none" aria-hidden="true">
        {hills.map((path, i) => (
          <path key={path} d={path} fill={`var(--p${5 - i})`} />
        ))}
      </svg>
    </div>
  )
}
