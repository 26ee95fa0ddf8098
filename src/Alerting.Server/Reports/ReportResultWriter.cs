using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Alerting.Reports;
using Alerting.Server.Http;

namespace Alerting.Server.Reports;

/// <summary>
/// Writes the answer to a stream of reports piece by piece: one object a line, or one JSON object in the end. Not safe
/// for concurrent use.
/// </summary>
/// <param name="lines">Whether the answer is one object a line.</param>
internal sealed class ReportResultWriter(bool lines) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private Utf8JsonWriter? _json;
    private bool _begun;

    private Utf8JsonWriter Json => _json ??= new(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>What has been written since <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void Clear() => _buffer.ResetWrittenCount();

    public void Write(ReportSlot slot)
    {
        if (!lines)
        {
            _buffer.Write(_begun ? ","u8 : "{\"results\":["u8);
            _begun = true;
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
            Write(json, fault, StatusCodes.Status422UnprocessableEntity);
            if (fault.Path is not null)
            {
                json.WriteString("path"u8, fault.Path);
            }

            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("error"u8);
        }

        json.WriteEndObject();
        json.Flush();
        json.Reset();
        if (lines)
        {
            _buffer.Write("\n"u8);
        }
    }

    /// <summary>The end: of one JSON object the counts, and the members of problem details where there is a problem.</summary>
    public void WriteEnd(ReportTotals totals)
    {
        if (lines)
        {
            return;
        }

        // The members of the outer object, without the brace with which the writer begins.
        _buffer.Write(_begun ? "],"u8 : "{\"results\":[],"u8);
        var end = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(end, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("accepted"u8, totals.Accepted);
            json.WriteNumber("duplicates"u8, totals.Duplicates);
            json.WriteNumber("rejected"u8, totals.Rejected);
            if (totals.Problem is { } problem)
            {
                Write(json, problem.Fault, problem.Status);
            }

            json.WriteEndObject();
        }

        _buffer.Write(end.WrittenSpan[1..]);
    }

    public void Dispose() => _json?.Dispose();

    private static void Write(Utf8JsonWriter json, Fault fault, int status)
    {
        json.WriteString("type"u8, fault.Type);
        json.WriteString("title"u8, Problems.Title(fault.Type));
        json.WriteNumber("status"u8, status);
        json.WriteString("detail"u8, fault.Detail);
    }
}
