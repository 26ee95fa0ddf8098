using System.Text;
using System.Text.Json;
using Alerting.Json;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Server.Reports;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Alerting.Server.Tests.Reports;

public sealed class ReportAnswerWriterTests
{
    [Fact]
    public void Writes_what_the_serializer_would()
    {
        ReportSlot[] slots =
        [
            new(0, "r-1") { Outcome = new ReportOutcome(ReportStatus.Accepted, "wire-a:r-1", null) },
            new(1, "الرمادي \"<&'+\u2028 \U0001F600") { Outcome = new ReportOutcome(ReportStatus.Duplicate, "wire-a:\\", null) },
            new(2, null) { Outcome = new ReportOutcome(ReportStatus.Accepted, null, null) },
            ReportSlot.Refused(3, "r-4", new Fault(FaultTypes.UnknownKind, "There is no kind 'x'.", "$[3].kind")),
            ReportSlot.Refused(4, null, new Fault(FaultTypes.InvalidField, "No.")),
        ];
        for (var count = 0; count <= slots.Length; count++)
        {
            var totals = new ReportTotals();
            foreach (var slot in slots[..count])
            {
                totals.Count(slot);
            }

            Assert.Equal(
                Serialized(new ReportAnswer([.. slots[..count].Select(Show)], totals.Accepted, totals.Duplicates, totals.Rejected)),
                Written(slots[..count], totals));
            Assert.Equal(string.Concat(slots[..count].Select(static slot => Serialized(Show(slot)) + "\n")), Lines(slots[..count], totals));
        }
    }

    private static ReportResult Show(ReportSlot slot) => new(
        slot.Index, slot.ReportId, slot.Outcome.Status, slot.Outcome.IncidentId,
        slot.Outcome.Error is { } fault ? Problems.OfReport(fault) : null);

    private static string Serialized<T>(T answer)
    {
        // As the framework has it for results.
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        return JsonSerializer.Serialize(answer, options);
    }

    private static string Written(IReadOnlyList<ReportSlot> slots, ReportTotals totals)
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        ReportAnswerWriter.AnswerAsync(context, slots, totals, null).GetAwaiter().GetResult();
        Assert.Equal(body.Length, context.Response.ContentLength);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private static string Lines(IReadOnlyList<ReportSlot> slots, ReportTotals totals)
    {
        using var writer = new ReportAnswerWriter(lines: true);
        foreach (var slot in slots)
        {
            writer.Write(slot);
        }

        writer.WriteEnd(totals, null);
        return Encoding.UTF8.GetString(writer.Written.Span);
    }
}
