using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Alerting.Reports;
using Alerting.Server.Http;

namespace Alerting.Server.Reports;

/// <summary>
/// Writes a short <see cref="ReportAnswer"/> as the serializer would, with its length. Most requests bring one report,
/// and then the serializer and a chunked answer are a good part of the work.
/// </summary>
internal static class ReportAnswerWriter
{
    /// <summary>An answer with more results is not held in memory to be measured.</summary>
    public const int MostResults = 64;

    [ThreadStatic]
    private static Reused? t_reused;

    public static async Task WriteAsync(HttpResponse response, IReadOnlyList<ReportResult> results, ReportTotals totals, CancellationToken cancellationToken)
    {
        Put(response, results, totals);
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    /// <summary>Writes the JSON of the answer.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ReportResult> results, ReportTotals totals)
    {
        json.WriteStartObject();
        json.WriteStartArray("results"u8);
        foreach (var result in results)
        {
            if (result.Error is null)
            {
                WriteTaken(json, result);
            }
            else
            {
                JsonSerializer.Serialize(json, result, ApiJson.Wire.ReportResult);
            }
        }

        json.WriteEndArray();
        json.WriteNumber("accepted"u8, totals.Accepted);
        json.WriteNumber("duplicates"u8, totals.Duplicates);
        json.WriteNumber("rejected"u8, totals.Rejected);
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteTaken(Utf8JsonWriter json, ReportResult result)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, result.Index);
        json.WriteString("reportId"u8, result.ReportId);
        json.WriteString("outcome"u8, result.Outcome switch
        {
            ReportStatus.Accepted => "accepted"u8,
            ReportStatus.Duplicate => "duplicate"u8,
            _ => "rejected"u8,
        });
        json.WriteString("incidentId"u8, result.IncidentId);
        json.WriteNull("error"u8);
        json.WriteEndObject();
    }

    private static void Put(HttpResponse response, IReadOnlyList<ReportResult> results, ReportTotals totals)
    {
        var reused = t_reused ??= new Reused();
        reused.Bytes.ResetWrittenCount();
        reused.Json.Reset();
        Write(reused.Json, results, totals);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = reused.Bytes.WrittenCount;
        response.BodyWriter.Write(reused.Bytes.WrittenSpan);
    }

    /// <summary>Of a thread: in use only between two awaits.</summary>
    private sealed class Reused
    {
        public Reused() => Json = new Utf8JsonWriter(Bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

        public ArrayBufferWriter<byte> Bytes { get; } = new(512);

        public Utf8JsonWriter Json { get; }
    }
}
