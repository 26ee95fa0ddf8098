using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Xunit;

namespace Alerting.Engine.Tests.Incidents;

/// <summary>Spellings of one town open one incident and count once; names of two towns, however alike, open two.</summary>
public sealed class NamesOfOneTownTests
{
    private static readonly DateTimeOffset s_now = new(2014, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_vowel_sign_of_Devanagari_makes_another_town()
    {
        var engine = With("IN-CG", "ambush", Family.Battle, 4, "\u0915\u094B\u0902\u091F\u093E", "\u0915\u094B\u091F\u093E");

        Assert.Equal((2, 2), (engine.Incidents().Count, TownsOf(engine)));
        Assert.All(engine.Incidents(), incident => Assert.Equal(4, incident.Killed));
    }

    [Theory]
    [InlineData("KP-01", "\uAC1C\uC131", "\u1100\u1162\u1109\u1165\u11BC")]
    [InlineData("IQ-DI", "Al-Khalis", "Al Khalis", "Al\u2011Khalis")]
    [InlineData(
        "IQ-AN", "\u0627\u0644\u0641\u0644\u0648\u062C\u0629", "\u0627\u0644\u0641\u0640\u0644\u0648\u062C\u0629",
        "\u0627\u0644\u0641\u0644\u0648\u062C\u0647")]
    public void Spellings_of_one_town_by_different_sources_are_one_incident_of_one_town(string region, params string[] spellings)
    {
        var engine = With(region, "ied", Family.Explosion, 1, spellings);

        Assert.Equal((1, 1), (engine.Incidents().Count, TownsOf(engine)));
        Assert.Equal(spellings.Length, Assert.Single(engine.Incidents()).Sources.Count);
    }

    [Theory]
    [InlineData("Al-Nusra", "al nusra", 1)]
    [InlineData("\u0915\u094B\u0902\u091F\u093E", "\u0915\u094B\u091F\u093E", 2)]
    public void Names_of_actors_are_compared_as_those_of_towns(string left, string right, int incidents)
    {
        var engine = Engine("IQ-AN");
        Take(engine, Report("IQ-AN", "wire-0", "Hit") with { Actors = [left] });
        Take(engine, Report("IQ-AN", "wire-1", "Hit") with { Actors = [right] });

        Assert.Equal(incidents, engine.Incidents().Count);
    }

    [Fact]
    public void The_towns_are_the_same_after_a_restart()
    {
        var engine = With("IQ-DI", "ied", Family.Explosion, 1, "Al-Khalis", "Baqubah");
        var restarted = new Snapshots().Restart(engine, Engine("IQ-DI"));
        Take(restarted, Report("IQ-DI", "wire-9", "al khalis"));

        Assert.Equal((2, 2), (restarted.Incidents().Count, TownsOf(restarted)));
    }

    private static RegionEngine With(string region, string kind, Family family, int killed, params string[] towns)
    {
        var engine = Engine(region);
        foreach (var (source, town) in towns.Index())
        {
            Take(engine, Report(region, $"wire-{source}", town) with { Kind = kind, Family = family, Killed = killed });
        }

        return engine;
    }

    private static int TownsOf(RegionEngine engine) => engine.View.FiguresAt(s_now.UtcTicks).Towns24hCount;

    private static RegionEngine Engine(string region) => new(region, RegionCatalog.Iso, EngineOptions.Default);

    private static void Take(RegionEngine engine, Report report) =>
        engine.Apply(s_now.UtcTicks, new ReportInput(report), new RegionOutput());

    private static Report Report(string region, string source, string town) =>
        Sample.RoadsideBomb("r1", s_now, source).In(town) with { Region = region };
}
