import { Alert, Button, Select, TextInput } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { eventLabel } from '../../../kernel/names.ts'
import { eventIs } from '../../../kernel/rule.ts'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useLanguage, useTexts } from '../../../web/i18n.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { useVocabulary } from '../../../web/parts/rule/useVocabulary.ts'
import { useMay, useWorkspace } from '../../../web/workspace.tsx'
import type { Vocabulary } from '../../collect/schema.ts'
import type { PhaseModel } from '../schema.ts'
import { goalsIn } from './goals.ts'
import styles from './list.module.css'
import { imagined, MiniRiver } from './MiniRiver.tsx'
import { ToJourneys } from './ToJourneys.tsx'
import { listTexts } from './texts-list.ts'

function Models({
  models,
  chosen,
  onChoose,
}: {
  models: readonly PhaseModel[]
  chosen: string
  onChoose: (id: string) => void
}) {
  const { wizard } = useTexts(listTexts)
  const language = useLanguage()
  return (
    <fieldset className={styles.step}>
      <legend>{wizard.model}</legend>
      <div className={styles.models}>
        {models.map(({ id, name, description, phases }) => (
          <label key={id} className={styles.model} data-chosen={id === chosen || undefined}>
            <input type="radio" name="model" value={id} checked={id === chosen} onChange={() => onChoose(id)} />
            <b>{name[language]}</b>
            <MiniRiver phases={phases} flows={imagined(phases.length)} />
            <small>{phases.map((phase) => phase.name[language]).join('\u00a0· ')}</small>
            <span>{description[language]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Goals({
  events,
  chosen,
  onChoose,
}: {
  events: Vocabulary['events']
  chosen: string
  onChoose: (name: string) => void
}) {
  const { wizard } = useTexts(listTexts)
  const format = useFormat()
  const language = useLanguage()
  const suggested = goalsIn(events)
  const isOther = chosen !== '' && suggested.every(({ name }) => name !== chosen)
  return (
    <fieldset className={styles.step}>
      <legend>{wizard.goal}</legend>
      <p className={styles.stepHint}>{wizard.goalHint}</p>
      <div className={styles.goals}>
        {suggested.map(({ name, count, people }) => (
          <label key={name} className={styles.goal} data-chosen={name === chosen || undefined}>
            <input type="radio" name="goal" value={name} checked={name === chosen} onChange={() => onChoose(name)} />
            <b>{eventLabel(name, language)}</b>
            <small>{wizard.events(format.number(count), format.number(people))}</small>
          </label>
        ))}
      </div>
      <Select
        mt={10}
        maw={420}
        searchable
        label={wizard.otherGoal}
        placeholder={wizard.search}
        nothingFoundMessage={wizard.nothing}
        value={isOther ? chosen : null}
        onChange={(name) => name && onChoose(name)}
        data={events.map(({ name }) => ({ value: name, label: eventLabel(name, language) }))}
        limit={100}
      />
    </fieldset>
  )
}

/** Drafts from the answers, saves the draft and opens it on the map as a proposal to keep or discard. */
const usePropose = () => {
  const { id: workspace } = useWorkspace()
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async (asked: { name: string; phaseModel: string; goal: string }) => {
      const draft = await api.journeys.draft.call({ workspace, ...asked, goal: eventIs(asked.goal) })
      return api.journeys.create.call({ workspace, ...draft })
    },
    onSuccess: async (journey) => {
      await queries.invalidateQueries({ queryKey: api.journeys.list.key() })
      await navigate({
        to: '/w/$workspace/journeys/$journey',
        params: { workspace, journey: journey.id },
        search: { proposal: true },
      })
    },
  })
}

function Wizard({ models, vocabulary }: { models: readonly PhaseModel[]; vocabulary: Vocabulary }) {
  const { wizard } = useTexts(listTexts)
  const propose = usePropose()
  const [phaseModel, setPhaseModel] = useState(models[0]?.id ?? '')
  const [goal, setGoal] = useState(goalsIn(vocabulary.events)[0]?.name ?? '')
  const [name, setName] = useState(wizard.usualName)
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    propose.mutate({ name: name.trim(), phaseModel, goal })
  }
  return (
    <form onSubmit={submit} className={styles.wizard}>
      <Models models={models} chosen={phaseModel} onChoose={setPhaseModel} />
      <Goals events={vocabulary.events} chosen={goal} onChoose={setGoal} />
      <fieldset className={styles.step}>
        <legend>{wizard.name}</legend>
        <TextInput
          maw={420}
          aria-label={wizard.name}
          value={name}
          maxLength={120}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      </fieldset>
      {propose.error && <ErrorPanel error={propose.error} />}
      <div className={styles.submit}>
        <Button
          type="submit"
          size="md"
          color="accent"
          rightSection={<IconArrowRight size={17} />}
          disabled={goal === '' || name.trim() === '' || phaseModel === ''}
          loading={propose.isPending}
        >
          {wizard.propose}
        </Button>
        <span role="status">{propose.isPending && wizard.proposing}</span>
      </div>
    </form>
  )
}

/** Three questions that lead to a proposed journey. */
export function NewJourneyPage() {
  const { id: workspace } = useWorkspace()
  const { wizard, fresh } = useTexts(listTexts)
  const may = useMay()
  const vocabulary = useVocabulary()
  const models = useQuery(
    api.journeys.phaseModels.queryOptions({ input: { workspace }, staleTime: Number.POSITIVE_INFINITY }),
  )
  return (
    <Page>
      <TopBar parent={<ToJourneys />} here={fresh} />
      <PageHeading title={wizard.title} lead={wizard.lead} documentTitle={fresh} />
      {!may('edit') && <Alert color="gray">{wizard.viewer}</Alert>}
      {models.error && <ErrorPanel error={models.error} onRetry={() => models.refetch()} />}
      {may('edit') && !models.error && !(models.data && vocabulary) && <Loading shape="cards" />}
      {may('edit') && models.data && vocabulary && <Wizard models={models.data} vocabulary={vocabulary} />}
    </Page>
  )
}
