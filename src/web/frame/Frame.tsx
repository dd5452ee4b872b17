import { Outlet } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useTexts } from '../i18n.tsx'
import { Loading } from '../parts/Loading.tsx'
import { Page } from '../parts/Page.tsx'
import { shellTexts } from '../texts.ts'
import { AccountMenu } from './AccountMenu.tsx'
import styles from './frame.module.css'
import { LossBanner } from './LossBanner.tsx'
import { Palette, PaletteButton } from './Palette.tsx'
import { BottomBar, Rail } from './Rail.tsx'
import { TopBarSlot } from './TopBar.tsx'

/** Rail, bar and the page between them. */
export function Frame() {
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  const texts = useTexts(shellTexts)
  return (
    <TopBarSlot value={slot}>
      <a className={styles.skip} href="#content">
        {texts.skip}
      </a>
      <div className={styles.app}>
        <Rail />
        <div className={styles.body}>
          <header className={styles.bar}>
            <div className={styles.slot} ref={setSlot} />
            <PaletteButton />
            <AccountMenu />
          </header>
          <LossBanner />
          <main id="content" tabIndex={-1} className={styles.main}>
            <Suspense
              fallback={
                <Page>
                  <Loading shape="list" />
                </Page>
              }
            >
              <Outlet />
            </Suspense>
          </main>
        </div>
        <BottomBar />
      </div>
      <Palette />
    </TopBarSlot>
  )
}
