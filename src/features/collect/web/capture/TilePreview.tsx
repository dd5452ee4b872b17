import './device/device.css'
import { useEffect, useRef } from 'react'
import { useTexts } from '../../../../web/i18n.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { DeviceConfig } from '../../capture/schema.ts'
import styles from './capture.module.css'
import { questionScreen } from './device/question.ts'
import { deviceTexts } from './deviceTexts.ts'

const screens = {
  wide: { width: 1024, height: 768 },
  tall: { width: 768, height: 1024 },
  phone: { width: 390, height: 844 },
} as const
export type Screen = keyof typeof screens

const shownWidth = 340
const shownHeight = 440

type Props = { readonly tiles: DeviceConfig['tiles']; readonly screen: Screen; readonly language: 'de' | 'en' }

const nothing = (): void => {}

/** The very screen of the device, made smaller; nothing in it can be pressed. */
export function TilePreview({ tiles, screen, language }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const { name: company } = useWorkspace()
  const { form } = useTexts(deviceTexts)
  const { width, height } = screens[screen]
  const scale = Math.min(shownWidth / width, shownHeight / height)
  useEffect(() => {
    if (!box.current) return
    const config = { company, name: form.nameHint, tiles }
    const acts = { onTile: nothing, onOther: nothing, onNone: nothing, onLanguage: nothing }
    const question = questionScreen({ config, language, ...acts })
    box.current.replaceChildren(question.element)
    return question.close
  }, [company, form, tiles, language])
  return (
    <div className={styles.device} style={{ width: width * scale, height: height * scale }}>
      <div ref={box} inert className={styles.glass} style={{ width, height, transform: `scale(${scale})` }} />
    </div>
  )
}
