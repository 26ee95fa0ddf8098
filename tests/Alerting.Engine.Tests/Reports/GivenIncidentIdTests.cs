using System.Globalization;
using System.Text.Json.Nodes;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Engine.Reports;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Reports;

/// <summary>Whatever id an incident is given, a report may name it.</summary>
public sealed class GivenIncidentIdTests
{
    private static readonly DateTimeOffset s_now = new(2014, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ReportRules s_rules = ReportRules.Live(s_now, EngineOptions.Default);
    private static readonly ReportParser s_parser = new(RegionCatalog.Iso, KindCatalog.Shipped);

    private static readonly Gen<string> s_characters = Gen.OneOf(
        "a", "Z", "7", ":", "/", "\\", "%", "%2F", ".", " ", "~", "+", "?", "#", "&", "\"", "'", "<", "\u0626", "\u00fc", "\u0301", "\U0001F600", "\u200f");

    [Fact]
    public void The_id_that_an_engine_gives_for_any_report_is_taken_as_the_incidentId_of_another() =>
        Gen.Select(Text(ReportBody.MaxSource), Text(ReportBody.MaxId), Gen.Bool).Sample(static (source, reportId, isTaken) =>
        {
            if (Parse(source, reportId, null) is not { } opener)
            {
                // Blank texts and the like are refused as ids of their own.
                return;
            }

            var engine = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
            if (isTaken)
            {
                Take(engine, Parse("other", "x", $"{source}:{reportId}")!);
            }

            var id = Take(engine, opener);
            var naming = Parse("wire-b", "second", id);
            Assert.True(naming is not null, $"'{id}' is refused");
            Assert.Equal(id, Take(engine, naming));
            Assert.Equal(isTaken ? 2 : 1, engine.View.Incidents(long.MinValue, long.MaxValue).Count());
        });

    [Fact]
    public void The_longest_of_all_has_a_number_behind_it()
    {
        var longest = $"{new string('s', ReportBody.MaxSource)}:{new string('r', ReportBody.MaxId)}:{int.MaxValue.ToString(CultureInfo.InvariantCulture)}";
        Assert.Equal(ReportTexts.MaxIncidentId, longest.Length);
        Assert.NotNull(Parse("wire-b", "r", longest));
        Assert.Null(Parse("wire-b", "r", longest + "0"));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void What_no_URL_can_name_is_refused(string id) => Assert.Null(Parse("wire-b", "r", id));

    private static Gen<string> Text(int max) =>
        Gen.Select(s_characters.Array[1, max], Gen.Bool, static (parts, isFull) => (Parts: parts, IsFull: isFull))
        .Select(text =>
        {
            var whole = string.Concat(text.IsFull ? Enumerable.Repeat(text.Parts, max).SelectMany(static p => p) : text.Parts);
            return string.Concat(whole.EnumerateRunes().Take(max));
        });

    private static Report? Parse(string source, string reportId, string? incidentId) => s_parser.Parse(
        System.Text.Encoding.UTF8.GetBytes(new JsonObject
        {
            ["source"] = source,
            ["reportId"] = reportId,
            ["region"] = "IQ-AN",
            ["kind"] = "ied",
            ["occurredAt"] = "2014-01-01T13:05:00Z",
            ["incidentId"] = incidentId,
        }.ToJsonString()),
        s_rules).Report;

    private static string Take(RegionEngine engine, Report report) =>
        engine.Apply(0, s_now.UtcTicks, new ReportInput(report), new RegionOutput())!.Value.IncidentId!;
}
