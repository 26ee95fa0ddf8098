using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;
using Alerting.Reports;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Reports;

/// <summary>
/// A stream of reports, one a line, of any length in constant memory: lines are parsed where they lie, sent to their
/// regions in the batches in which they come, and answered in their order as they become durable.
/// </summary>
internal static class ReportStream
{
    private const int MostLines = 1_024;
    private const int MostUnanswered = 32_768;
    private const int Chunk = 64 << 10;

    public static async Task PostAsync(HttpContext context, ReportIntake intake, ReportParser parser)
    {
        // Reporters may send slowly, for days, but not be silent for long, and read their answers when they like.
        context.Features.Get<IHttpMinRequestBodyDataRateFeature>()!.MinDataRate = null;
        GuardedBody.AllowPauses(context);
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        var lines = context.Request.Headers.Accept.Any(a => a?.Contains(ReportEndpoints.Ndjson, StringComparison.OrdinalIgnoreCase) == true);
        var directory = context.RequestServices.GetRequiredService<IOptions<AlertingOptions>>().Value.TemporaryDirectory;
        await using var spool = new ResultSpool(directory);
        var slots = Channel.CreateBounded<ReportSlot>(new BoundedChannelOptions(MostUnanswered) { SingleReader = true, SingleWriter = true });
        var totals = new ReportTotals();
        var answering = AnswerAsync(slots.Reader, spool, totals, lines, context.RequestAborted);
        if (lines)
        {
            context.Response.ContentType = ReportEndpoints.Ndjson;
            context.Response.PassOnAtOnce();
            var copying = spool.CopyToAsync(context.Response.BodyWriter, context.RequestAborted);
            await ReadAsync(context, intake, parser, slots.Writer, totals);
            await answering;
            await copying;
            return;
        }

        await ReadAsync(context, intake, parser, slots.Writer, totals);
        await answering;
        context.Response.ContentType = "application/json; charset=utf-8";
        if (totals.Failed)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.ContentType = Problems.ContentType;
            context.Response.Headers.RetryAfter = "1";
        }

        await spool.CopyToAsync(context.Response.BodyWriter, context.RequestAborted);
    }

    private static async Task ReadAsync(HttpContext context, ReportIntake intake, ReportParser parser, ChannelWriter<ReportSlot> slots, ReportTotals totals)
    {
        try
        {
            using var reader = new NdjsonReader(context.Request.BodyReader);
            var lanes = intake.Open(context.User);
            var batch = new List<NdjsonLine>(MostLines);
            var parsed = new List<ReportSlot>(MostLines);
            while (await NextAsync(context, reader, batch, totals))
            {
                var rules = intake.Rules;
                foreach (var line in batch)
                {
                    parsed.Add(lanes.Add(line.Index, parser.Parse(line, rules)));
                }

                batch.Clear();
                lanes.Send();
                foreach (var slot in parsed)
                {
                    if (!slots.TryWrite(slot))
                    {
                        await slots.WriteAsync(slot, context.RequestAborted);
                    }
                }

                parsed.Clear();
            }

            slots.Complete();
        }
        catch (Exception exception)
        {
            slots.Complete(exception);
            throw;
        }
    }

    /// <summary>Whether there are more lines to take; a process that is about to end takes none, and one does not wait for a silent reporter.</summary>
    private static async ValueTask<bool> NextAsync(HttpContext context, NdjsonReader reader, List<NdjsonLine> batch, ReportTotals totals)
    {
        try
        {
            return await reader.ReadBatchAsync(batch, MostLines, context.RequestAborted);
        }
        catch (BodyCutException)
        {
            // What has been taken is finished and answered; the rest the reporter sends again, possibly to another process.
            totals.CutOff();
            return false;
        }
    }

    private static async Task AnswerAsync(ChannelReader<ReportSlot> slots, ResultSpool spool, ReportTotals totals, bool lines, CancellationToken cancellationToken)
    {
        try
        {
            var buffer = new ArrayBufferWriter<byte>(Chunk);
            using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
            var first = true;
            if (!lines)
            {
                buffer.Write("{\"results\":["u8);
            }

            while (await slots.WaitToReadAsync(cancellationToken))
            {
                while (slots.TryRead(out var slot))
                {
                    if (slot.Pending is { IsCompleted: false })
                    {
                        buffer = await FlushAsync(spool, buffer, json, cancellationToken);
                    }

                    if (!await totals.SettleAsync(slot))
                    {
                        // A line whose report may or may not be stored is told so; the answer to a JSON reader is 503.
                        if (!lines)
                        {
                            continue;
                        }

                        slot.Outcome = new ReportOutcome(ReportStatus.Rejected, null, FailureHandler.Unavailable);
                    }

                    totals.Count(slot);
                    if (!lines && !first)
                    {
                        buffer.Write(","u8);
                    }

                    first = false;
                    Write(json, slot);
                    if (lines)
                    {
                        buffer.Write("\n"u8);
                    }

                    if (buffer.WrittenCount >= Chunk)
                    {
                        buffer = await FlushAsync(spool, buffer, json, cancellationToken);
                    }
                }

                buffer = await FlushAsync(spool, buffer, json, cancellationToken);
            }

            await slots.Completion;
            if (!lines)
            {
                buffer.Write(Encoding.UTF8.GetBytes(Tail(totals)));
                await FlushAsync(spool, buffer, json, cancellationToken);
            }
        }
        finally
        {
            spool.Complete();
        }
    }

    private static string Tail(ReportTotals totals)
    {
        var tail = string.Create(CultureInfo.InvariantCulture, $"],\"accepted\":{totals.Accepted},\"duplicates\":{totals.Duplicates},\"rejected\":{totals.Rejected}");
        return totals.Failed
            ? $"{tail},\"type\":\"{FaultTypes.StoreUnavailable}\",\"title\":\"{Problems.Title(FaultTypes.StoreUnavailable)}\",\"status\":503,\"detail\":\"{FailureHandler.Unavailable.Detail}\"}}"
            : tail + "}";
    }

    private static async ValueTask<ArrayBufferWriter<byte>> FlushAsync(ResultSpool spool, ArrayBufferWriter<byte> buffer, Utf8JsonWriter json, CancellationToken cancellationToken)
    {
        if (buffer.WrittenCount == 0)
        {
            return buffer;
        }

        await spool.AppendAsync(buffer.WrittenSpan.ToArray(), cancellationToken);
        buffer.ResetWrittenCount();
        json.Reset();
        return buffer;
    }

    private static void Write(Utf8JsonWriter json, ReportSlot slot)
    {
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
            json.WriteString("type"u8, fault.Type);
            json.WriteString("title"u8, Problems.Title(fault.Type));
            json.WriteString("detail"u8, fault.Detail);
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
    }
}
