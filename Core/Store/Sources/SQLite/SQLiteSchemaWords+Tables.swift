import Kernel

extension SQLiteSchemaWords {
    // Indexes for search are virtual tables with shadows; both have types of their own in this list.
    func tables(_ session: any ReadSession) throws -> [TablePlan] {
        let rows = try session.rows(
            """
            SELECT list.name, info.name, info.type, info."notnull", info.dflt_value, info.pk, reference."table"
            FROM pragma_table_list AS list
            JOIN pragma_table_info(list.name) AS info
            LEFT JOIN pragma_foreign_key_list(list.name) AS reference ON reference."from" = info.name
            WHERE list.schema = 'main' AND list.type = 'table' AND list.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            ORDER BY list.name, info.cid
            """)
        var gathering = TableGathering()
        for row in rows {
            let name = row[2].text?.asciiFolded
            try gathering.add(row, type: ColumnType.allCases.first { typeName($0).asciiFolded == name })
        }
        return try gathering.plans()
    }
}
