import './device/device.css'
import { Alert } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { useTitle } from '../../../../web/parts/Page.tsx'
import { useMay, useUser, useWorkspace } from '../../../../web/workspace.tsx'
import styles from './capture.module.css'
import { openDesk } from './device/desk.ts'
import { sender } from './device/line.ts'
import { openPost } from './device/post.ts'
import { openShelf } from './device/shelf.ts'
import { SourcesParent } from './Tabs.tsx'
import { captureTexts } from './texts.ts'

type Desk = {
  readonly workspace: string
  readonly company: string
  readonly name: string
  readonly currency: string
  readonly language: 'de' | 'en'
}

/** Runs the page of a staff device in an element; returns how to end it. */
async function runDesk(root: HTMLElement, { workspace, ...config }: Desk): Promise<() => void> {
  const shelf = await openShelf()
  let desk: ReturnType<typeof openDesk> | undefined
  const post = openPost({
    outbox: `workspace:${workspace}`,
    shelf,
    send: sender(`/api/w/${workspace}/capture/messages`, {}),
    burstMs: () => 0,
    onState: (state) => desk?.tell(state),
  })
  desk = openDesk({ root, post, config: () => config, languageFixed: true })
  const wake = () => void post.hurry()
  const look = () => void post.tell()
  window.addEventListener('online', wake)
  window.addEventListener('offline', look)
  void post.tell().then(wake)
  return () => {
    window.removeEventListener('online', wake)
    window.removeEventListener('offline', look)
    post.close()
    desk?.close()
  }
}

/** Quick capture for people who are signed in; the same page as on a device of the staff. */
export function QuickPage() {
  const { quick: texts } = useTexts(captureTexts)
  const { id: workspace, name: company, currency } = useWorkspace()
  const { name } = useUser()
  const language = useLanguage()
  const may = useMay()('edit')
  const box = useRef<HTMLDivElement>(null)
  const [failed, setFailed] = useState(false)
  useTitle(texts.here)
  useEffect(() => {
    const root = box.current
    if (!root || !may) return
    const running = runDesk(root, { workspace, company, name, currency, language })
    running.catch(() => setFailed(true))
    return () => void running.then((end) => end()).catch(() => undefined)
  }, [workspace, company, name, currency, language, may])
  return (
    <div className={styles.quick}>
      <TopBar parent={<SourcesParent />} here={texts.here} />
      {!may && <Alert>{texts.viewer}</Alert>}
      {failed && <Alert color="red">{texts.noStore}</Alert>}
      <div ref={box} className={styles.quickBox} />
    </div>
  )
}
