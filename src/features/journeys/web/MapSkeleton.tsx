import { Skeleton } from '@mantine/core'
import styles from './canvas.module.css'

const columns = ['a', 'b', 'c', 'd', 'e', 'f']

export function RiverSkeleton() {
  return (
    <div className={styles.skeletonRiver} aria-hidden="true">
      {columns.map((column, index) => (
        <Skeleton key={column} height={112 / (index * 0.8 + 1)} radius={0} />
      ))}
    </div>
  )
}

/** The map before its figures have come. */
export function MapSkeleton({ bare = false }: { bare?: boolean }) {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      {!bare && (
        <>
          <Skeleton height={28} width="38%" />
          <Skeleton height={18} width="64%" mt={12} mb={26} />
        </>
      )}
      <RiverSkeleton />
      <div className={styles.skeletonCards}>
        {columns.map((column) => (
          <div key={column}>
            <Skeleton height={62} radius={9} />
            <Skeleton height={62} radius={9} />
            <Skeleton height={62} radius={9} />
          </div>
        ))}
      </div>
      <Skeleton height={70} mt={30} />
    </div>
  )
}
