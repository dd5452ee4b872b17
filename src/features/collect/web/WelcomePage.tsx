import { Button } from '@mantine/core'
import { IconBuildingStore, IconFileUpload, IconWorldWww } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ButtonLink } from '../../../web/parts/ButtonLink.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { useToast } from '../../../web/parts/toast.tsx'
import { useMay, useUser, useWorkspace } from '../../../web/workspace.tsx'
import styles from './collect.module.css'
import { collectTexts } from './texts.ts'

const samplePeople = 20_000

type Choice = { readonly icon: ReactNode; readonly title: string; readonly text: string; readonly action: ReactNode }

function Card({ icon, title, text, action }: Choice) {
  return (
    <section className={styles.choice}>
      <div className={styles.choiceIcon} aria-hidden>
        {icon}
      </div>
      <h2>{title}</h2>
      <p>{text}</p>
      <div className={styles.choiceAction}>{action}</div>
    </section>
  )
}

/** The three ways to begin. */
export function WelcomePage() {
  const { welcome } = useTexts(collectTexts)
  const { id: workspace } = useWorkspace()
  const user = useUser()
  const may = useMay()
  const format = useFormat()
  const toast = useToast()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const sample = useMutation(
    api.collect.startSample.mutationOptions({
      onSuccess: async (started) => {
        await queries.invalidateQueries({ queryKey: api.collect.imports.key() })
        await navigate({ to: '/w/$workspace/sources/imports/$import', params: { workspace, import: started.id } })
      },
      onError: toast.problem,
    }),
  )
  return (
    <Page>
      <TopBar here={welcome.here} />
      <PageHeading
        title={welcome.title(user.name.split(' ')[0] ?? user.name)}
        documentTitle={welcome.here}
        lead={may('edit') ? welcome.lead : welcome.viewer}
      />
      <div className={styles.choices}>
        <Card
          icon={<IconBuildingStore size={26} stroke={1.4} />}
          title={welcome.sample}
          text={welcome.sampleText(format.number(samplePeople))}
          action={
            <Button
              color="accent"
              loading={sample.isPending}
              disabled={!may('edit')}
              onClick={() => sample.mutate({ workspace, people: samplePeople })}
            >
              {welcome.sampleGo}
            </Button>
          }
        />
        <Card
          icon={<IconFileUpload size={26} stroke={1.4} />}
          title={welcome.file}
          text={welcome.fileText}
          action={
            may('edit') && (
              <ButtonLink to="/w/$workspace/sources/import" params={{ workspace }}>
                {welcome.fileGo}
              </ButtonLink>
            )
          }
        />
        <Card
          icon={<IconWorldWww size={26} stroke={1.4} />}
          title={welcome.website}
          text={welcome.websiteText}
          action={
            may('edit') && (
              <ButtonLink to="/w/$workspace/sources/new" params={{ workspace }} search={{ kind: 'website' }}>
                {welcome.websiteGo}
              </ButtonLink>
            )
          }
        />
      </div>
    </Page>
  )
}
