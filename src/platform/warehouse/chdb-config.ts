import { common } from './settings.ts'

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** The in-process engine's server configuration: memory, caches, background threads and the disk for backups. */
export const engineConfig = (root: string, memory: number): string => `<clickhouse>
  <max_server_memory_usage>${memory}</max_server_memory_usage>
  <mark_cache_size>${Math.round(memory / 16)}</mark_cache_size>
  <index_mark_cache_size>${Math.round(memory / 64)}</index_mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <mmap_cache_size>0</mmap_cache_size>
  <compiled_expression_cache_size>${Math.round(memory / 32)}</compiled_expression_cache_size>
  <merges_mutations_memory_usage_soft_limit>${Math.round(memory / 4)}</merges_mutations_memory_usage_soft_limit>
  <background_pool_size>2</background_pool_size>
  <background_common_pool_size>2</background_common_pool_size>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <tmp_path>${escapeXml(root)}/tmp/</tmp_path>
  <storage_configuration>
    <disks>
      <backups>
        <type>local</type>
        <path>${escapeXml(root)}/backups/</path>
      </backups>
    </disks>
  </storage_configuration>
  <backups>
    <allowed_disk>backups</allowed_disk>
    <allowed_path>${escapeXml(root)}/backups/</allowed_path>
  </backups>
</clickhouse>
`

/** Settings every connection starts with; they bound memory and let large sorts and groups go to disk. */
export const engineArguments = (root: string, memory: number): readonly string[] => [
  `--config-file=${root}/engine.xml`,
  `--max_memory_usage=${Math.round(memory * 0.75)}`,
  `--max_bytes_before_external_group_by=${Math.round(memory * 0.25)}`,
  `--max_bytes_before_external_sort=${Math.round(memory * 0.25)}`,
  '--max_query_size=67108864',
  // Without these the engine runs everything on one thread, as it wants 1 GB free for each, 4 GB for inserts.
  '--max_threads_min_free_memory_per_thread=0',
  '--max_insert_threads_min_free_memory_per_thread=0',
  '--max_insert_threads=2',
  '--min_insert_block_size_rows=131072',
  '--min_insert_block_size_bytes=33554432',
  '--max_insert_block_size=131072',
  ...Object.entries(common).map(([name, value]) => `--${name}=${value}`),
]
