using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Alerting.Reports;
using Alerting.Server.Http;

namespace Alerting.Server.Reports;

/// <summary>
/// Writes the answer to reports, a <see cref="ReportAnswer"/> or a <see cref="ReportsProblem"/>, piece by piece: one JSON object,
/// or one object a line. Written by hand in the form of the serializer: most requests have one report, and then the answer is a
/// good part of the work. Not safe for concurrent use.
/// </summary>
/// <param name="lines">Whether the answer is one object a line.</param>
internal sealed class ReportAnswerWriter(bool lines) : IDisposable
{
    /// <summary>An answer with more results is not buffered to learn its length.</summary>
    private const int MaxHeld = 64;

    private const int Chunk = 64 << 10;

    [ThreadStatic]
    private static ReportAnswerWriter? t_reused;

    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private Utf8JsonWriter? _json;
    private bool _begun;
    private string? _traceId;

    /// <summary>What has been written since <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    private Utf8JsonWriter Json => _json ??=
        new(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Answers a request all of whose reports have settled.</summary>
    /// <param name="slots">Those whose outcome is known.</param>
    /// <param name="problem">Why no report was taken, or not all could be; null when all is well.</param>
    public static async Task AnswerAsync(
        HttpContext context, IReadOnlyList<ReportSlot> slots, ReportTotals totals, (int Status, Fault Fault)? problem)
    {
        var response = context.Response;
        response.StatusCode = problem?.Status ?? StatusCodes.Status200OK;
        response.ContentType = problem is null ? "application/json; charset=utf-8" : Problem.ContentType;
        if (slots.Count <= MaxHeld)
        {
            WriteHeld(context, slots, totals, problem);
            await response.BodyWriter.FlushAsync(context.RequestAborted);
            return;
        }

        using var writer = new ReportAnswerWriter(lines: false);
        writer.Begin(problem, TraceId(context));
        foreach (var slot in slots)
        {
            writer.Write(slot);
            if (writer.Written.Length >= Chunk)
            {
                await response.BodyWriter.WriteAsync(writer.Written, context.RequestAborted);
                writer.Clear();
            }
        }

        writer.WriteEnd(totals, null);
        await response.BodyWriter.WriteAsync(writer.Written, context.RequestAborted);
    }

    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>Writes one result.</summary>
    public void Write(ReportSlot slot)
    {
        if (!lines)
        {
            Begin(null, null);
        }

        var json = Json;
        json.WriteStartObject();
        json.WriteNumber("index"u8, slot.Index);
        json.WriteString("reportId"u8, slot.ReportId);
        json.WriteString("outcome"u8, slot.Outcome.Status switch
        {
            ReportStatus.Accepted => "accepted"u8,
            ReportStatus.Duplicate => "duplicate"u8,
            _ => "rejected"u8,
        });
        json.WriteString("incidentId"u8, slot.Outcome.IncidentId);
        if (slot.Outcome.Error is { } fault)
        {
            json.WriteStartObject("error"u8);
            WriteProblem(json, StatusCodes.Status422UnprocessableEntity, fault, fault.Path);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("error"u8);
        }

        json.WriteEndObject();
        json.Flush();
        if (lines)
        {
            json.Reset();
            _buffer.Write("\n"u8);
        }
    }

    /// <summary>The end: of one JSON object the counts.</summary>
    /// <param name="late">A problem that came up when results had been written already: its members follow them.</param>
    public void WriteEnd(ReportTotals totals, (int Status, Fault Fault)? late)
    {
        if (lines)
        {
            return;
        }

        Begin(null, null);
        Json.WriteEndArray();
        Json.WriteNumber("accepted"u8, totals.Accepted);
        Json.WriteNumber("duplicates"u8, totals.Duplicates);
        Json.WriteNumber("rejected"u8, totals.Rejected);
        if (late is { } problem)
        {
            WriteProblem(Json, problem.Status, problem.Fault, path: null);
        }

        if (_traceId is not null)
        {
            Json.WriteString("traceId"u8, _traceId);
        }

        Json.WriteEndObject();
        Json.Flush();
    }

    public void Dispose() => _json?.Dispose();

    /// <summary>Puts a short answer, with its length, where it is to be sent from.</summary>
    private static void WriteHeld(
        HttpContext context, IReadOnlyList<ReportSlot> slots, ReportTotals totals, (int Status, Fault Fault)? problem)
    {
        // Used without an await in between, so one per thread is enough.
        var writer = t_reused ??= new ReportAnswerWriter(lines: false);
        writer.Clear();
        writer.Json.Reset();
        writer._begun = false;
        writer.Begin(problem, problem is null ? null : TraceId(context));
        foreach (var slot in slots)
        {
            writer.Write(slot);
        }

        writer.WriteEnd(totals, null);
        context.Response.ContentLength = writer.Written.Length;
        context.Response.BodyWriter.Write(writer.Written.Span);
    }

    /// <summary>The beginning of one JSON object, unless it has begun.</summary>
    private void Begin((int Status, Fault Fault)? problem, string? traceId)
    {
        if (_begun)
        {
            return;
        }

        _begun = true;
        _traceId = problem is null ? null : traceId;
        Json.WriteStartObject();
        if (problem is { } stated)
        {
            WriteProblem(Json, stated.Status, stated.Fault, stated.Fault.Path);
        }

        Json.WriteStartArray("results"u8);
    }

    private static void WriteProblem(Utf8JsonWriter json, int status, Fault fault, string? path)
    {
        json.WriteString("type"u8, fault.Type);
        json.WriteString("title"u8, Problems.Title(fault.Type));
        json.WriteNumber("status"u8, status);
        json.WriteString("detail"u8, fault.Detail);
        if (path is not null)
        {
            json.WriteString("path"u8, path);
        }
    }

    private static string TraceId(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;
}
