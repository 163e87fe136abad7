import Engine
import Kernel

/// Files in and out.
extension OpenAPIDocument {
    var importPaths: [String: JSON] {
        [
            "/api/v1/imports": ["post": importFile], "/api/v1/imports/{id}/refused": ["get": refused.json],
            "/api/v1/imports/{id}/refusals": ["get": refusals.json],
            "/api/v1/import-files": ["post": bringImportFile], "/api/v1/import-files/{id}/preview": ["get": previewImport.json],
        ]
    }

    func exportPath(_ entity: EntityDefinition) -> Operation {
        Operation(
            id: "export_\(entity.name)", tag: entity.plural, summary: labels.text("docs.export", ["entity": labels.entity(entity.name)]),
            parameters: Self.parameters("filter", "q", "sort", "fields", "deleted", "equal") + styleParameters(entity), answers: ["200": exported])
    }

    /// How an export is to be written.
    private func styleParameters(_ entity: EntityDefinition) -> [JSON] {
        let choices: [(String, JSON)] = [
            ("format", ["type": "string", "enum": .array(ExportStyle.formatNames(of: entity).map(JSON.string)), "default": "csv"]),
            ("encoding", ["type": "string", "enum": .array(ExportStyle.encodingNames.map(JSON.string)), "default": "UTF-8"]),
            ("labels", ["type": "boolean", "default": false]),
            ("language", ["type": "string", "enum": .array(Language.allCases.map { .string($0.rawValue) })]),
        ]
        return choices.map { name, schema in
            ["name": .string(name), "in": "query", "schema": schema, "description": .string(labels.text("docs.parameter.export.\(name)"))]
        }
    }

    private var importFile: JSON {
        let numbers = ["rows", "created", "updated", "unchanged", "refused"].map { ($0, ["type": "integer"] as JSON) }
        let details: [(String, JSON)] = [
            ("id", ["type": "string"]), ("children", ["type": "object"]), ("words", ["type": "object"]), ("reasons", ["type": "array"]),
        ]
        let result = Self.object(Dictionary(uniqueKeysWithValues: numbers + details))
        var operation = Operation(
            id: "importFile", tag: "transfer", summary: labels.text("docs.importFile"), answers: ["200": answer(200, result)])
        operation.parameters = ["entity", "mapping"].map { name in
            ["name": .string(name), "in": "query", "schema": ["type": "string"], "description": .string(labels.text("docs.parameter." + name))]
        }
        // The one body that is no JSON.
        guard case .object(var members) = operation.json else { return operation.json }
        members["requestBody"] = ["required": true, "content": ["text/csv": ["schema": ["type": "string"]]]]
        return .object(members)
    }

    private var bringImportFile: JSON {
        let file = Self.object(["id": ["type": "string"], "name": ["type": "string"], "size": ["type": "integer"]])
        var operation = Operation(
            id: "bringImportFile", tag: "transfer", summary: labels.text("docs.bringImportFile"), answers: ["201": answer(201, file)])
        operation.parameters = [
            [
                "name": "name", "in": "query", "required": true, "schema": ["type": "string", "minLength": 1, "maxLength": 200],
                "description": .string(labels.text("docs.parameter.fileName")),
            ]
        ]
        guard case .object(var members) = operation.json else { return operation.json }
        members["requestBody"] = ["required": true, "content": ["application/octet-stream": ["schema": ["type": "string", "format": "binary"]]]]
        return .object(members)
    }

    private var previewImport: Operation {
        let choices: [(String, JSON)] = [
            ("sheet", ["type": "string"]), ("encoding", ["type": "string", "enum": ["UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"]]),
            ("separator", ["type": "string", "enum": [",", ";", "\t", "|"]]), ("header", ["type": "boolean"]),
            ("previewEntity", ["type": "string"]),
        ]
        let parameters = choices.map { name, schema -> JSON in
            [
                "name": .string(name == "previewEntity" ? "entity" : name), "in": "query", "schema": schema,
                "description": .string(labels.text("docs.parameter." + name)),
            ]
        }
        return Operation(
            id: "previewImport", tag: "transfer", summary: labels.text("docs.previewImport"), parameters: Self.parameters("id") + parameters,
            answers: [
                "200": answer(200, ["type": "object"]),
                // The file may not be what it was taken for.
                "422": ["$ref": "#/components/responses/problem"],
            ])
    }

    private var refused: Operation {
        Operation(
            id: "refusedRows", tag: "transfer", summary: labels.text("docs.refusedRows"), parameters: Self.parameters("id"),
            answers: ["200": written])
    }

    /// A file in the format that was asked for.
    var written: JSON {
        let text: JSON = ["schema": ["type": "string"]], bytes: JSON = ["schema": ["type": "string", "format": "binary"]]
        return [
            "description": .string(labels.text("docs.response.200")),
            "content": [
                "text/csv": text, "application/jsonl": text, "text/vcard": text, "application/pdf": bytes,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": bytes,
            ],
        ]
    }

    /// The same, of records: a cell of a workbook may have been too small.
    private var exported: JSON {
        let shortened: JSON = ["description": .string(labels.text("docs.response.shortened")), "schema": ["type": "integer", "minimum": 1]]
        return .object((written.object ?? [:]).merging(["headers": ["Shortened-Texts": shortened]]) { _, new in new })
    }

    private var refusals: Operation {
        let reason = Self.object(["field": Self.text, "code": Self.text, "message": Self.text])
        let row = Self.object(["line": ["type": "integer"], "cells": Self.list(Self.text), "reasons": Self.list(reason)])
        let page = Self.object(["next": ["type": ["string", "null"]]])
        var operation = Operation(
            id: "refusals", tag: "transfer", summary: labels.text("docs.refusals"), parameters: Self.parameters("id"),
            answers: ["200": answer(200, Self.object(["header": Self.list(Self.text), "data": Self.list(row), "page": page]))])
        let bounds: [(String, Int, Int)] = [("after", 0, Int(Int32.max)), ("limit", 1, RefusedRows.maximumLimit)]
        operation.parameters += bounds.map { name, least, most in
            [
                "name": .string(name), "in": "query", "schema": ["type": "integer", "minimum": JSON(least), "maximum": JSON(most)],
                "description": .string(labels.text(name == "after" ? "docs.parameter.afterLine" : "docs.parameter.limit")),
            ]
        }
        return operation
    }

    var file: JSON {
        ["description": .string(labels.text("docs.response.200")), "content": ["text/csv": ["schema": ["type": "string"]]]]
    }
}
