import { Menu, UnstyledButton } from '@mantine/core'
import {
  IconChartDots3,
  IconCheck,
  IconPlugConnected,
  IconPlus,
  IconRoute,
  IconSelector,
  IconSettings,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTexts } from '../i18n.tsx'
import { shellTexts } from '../texts.ts'
import { useHere } from '../workspace.tsx'
import { Brand } from './Brand.tsx'
import styles from './frame.module.css'

type Section = 'journeys' | 'insights' | 'people' | 'sources' | 'settings'
const sections: readonly {
  readonly name: Section
  readonly to: `/w/$workspace/${Section}`
  readonly icon: TablerIcon
}[] = [
  { name: 'journeys', to: '/w/$workspace/journeys', icon: IconRoute },
  { name: 'insights', to: '/w/$workspace/insights', icon: IconChartDots3 },
  { name: 'people', to: '/w/$workspace/people', icon: IconUsers },
  { name: 'sources', to: '/w/$workspace/sources', icon: IconPlugConnected },
  { name: 'settings', to: '/w/$workspace/settings', icon: IconSettings },
]

function SectionLinks({ names }: { names: readonly Section[] }) {
  const texts = useTexts(shellTexts)
  const { workspace } = useHere()
  return sections
    .filter(({ name }) => names.includes(name))
    .map(({ name, to, icon: Icon }) => (
      <Link key={name} to={to} params={{ workspace: workspace.id }} className={styles.nav}>
        <Icon size={17} stroke={1.6} aria-hidden />
        <span>{texts.nav[name]}</span>
      </Link>
    ))
}

export function Rail() {
  const texts = useTexts(shellTexts)
  const { workspace } = useHere()
  return (
    <nav className={styles.rail} aria-label={texts.nav.label}>
      <Link to="/w/$workspace" params={{ workspace: workspace.id }} className={styles.home}>
        <Brand />
      </Link>
      <SectionLinks names={['journeys', 'insights', 'people', 'sources']} />
      <div className={styles.foot}>
        <SectionLinks names={['settings']} />
        <WorkspaceSwitch />
      </div>
    </nav>
  )
}

export function BottomBar() {
  const texts = useTexts(shellTexts)
  return (
    <nav className={styles.bottom} aria-label={texts.nav.label}>
      <SectionLinks names={['journeys', 'insights', 'people', 'sources', 'settings']} />
    </nav>
  )
}

/** The workspaces of this person as menu items, with the way to a new one. */
export function WorkspaceItems() {
  const { workspace: open, workspaces } = useHere()
  const { account } = useTexts(shellTexts)
  const navigate = useNavigate()
  return (
    <>
      <Menu.Label>{account.workspaces}</Menu.Label>
      {workspaces.map(({ id, name }) => (
        <Menu.Item
          key={id}
          rightSection={id === open.id ? <IconCheck size={15} aria-hidden /> : null}
          onClick={() => navigate({ to: '/w/$workspace', params: { workspace: id } })}
        >
          {name}
        </Menu.Item>
      ))}
      {workspaces.some(({ role }) => role === 'owner') && (
        <Menu.Item leftSection={<IconPlus size={15} aria-hidden />} onClick={() => navigate({ to: '/new-workspace' })}>
          {account.newWorkspace}
        </Menu.Item>
      )}
    </>
  )
}

function WorkspaceSwitch() {
  const { workspace } = useHere()
  const { account } = useTexts(shellTexts)
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <UnstyledButton className={styles.switch} aria-label={`${account.switchWorkspace}: ${workspace.name}`}>
          <span className={styles.monogram} data-letter={workspace.name.slice(0, 1).toUpperCase()} aria-hidden />
          <span className={styles.switchName}>{workspace.name}</span>
          <IconSelector size={15} stroke={1.6} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <WorkspaceItems />
      </Menu.Dropdown>
    </Menu>
  )
}
