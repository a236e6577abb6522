import type { ReactNode } from 'react'
import './table.css'

export interface TableColumn<Row> {
  id: string
  label: string
  /** Numbers go right. */
  align?: 'start' | 'end'
  /** CSS width, e.g. `160px` or `30%`. */
  width?: string
  cell: (row: Row) => ReactNode
}

/** Rows and columns as a plain table, the header in view while it scrolls. For thousands of rows, page them. */
export function Table<Row>(props: {
  /** Names the table for assistive technology. */
  label: string
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Drawn in place of rows when there are none. */
  empty?: ReactNode
}) {
  return (
    <div className="ui-table-frame" tabIndex={0} role="region" aria-label={props.label}>
      <table className="ui-table" aria-label={props.label}>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column.id} scope="col" data-align={column.align ?? 'start'} style={{ width: column.width }}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.rowKey(row)}>
              {props.columns.map((column) => (
                <td key={column.id} data-align={column.align ?? 'start'}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {props.rows.length === 0 && props.empty}
    </div>
  )
}
