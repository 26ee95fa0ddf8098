using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Server.Reports;
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
            var results = new List<ReportResult>();
            foreach (var slot in slots[..count])
            {
                totals.Count(slot);
                results.Add(ReportTotals.Show(slot));
            }

            Assert.Equal(Serialized(new ReportAnswer(results, totals.Accepted, totals.Duplicates, totals.Rejected)), Written(results, totals));
        }
    }

    private static string Serialized(ReportAnswer answer)
    {
        // As the framework has it for results.
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        return JsonSerializer.Serialize(answer, options);
    }

    private static string Written(IReadOnlyList<ReportResult> results, ReportTotals totals)
    {
        using var stream = new MemoryStream();
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        ReportAnswerWriter.Write(json, results, totals);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
