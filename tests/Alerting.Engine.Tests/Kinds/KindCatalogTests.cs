using Alerting.Engine.Kinds;
using Alerting.Kinds;
using Alerting.Reports;
using Xunit;

namespace Alerting.Engine.Tests.Kinds;

public sealed class KindCatalogTests
{
    private static readonly Dictionary<Family, string[]> s_specified = new()
    {
        [Family.Battle] = ["armed-clash", "territory-seized"],
        [Family.Explosion] = ["vehicle-bomb", "suicide-bomb", "ied", "landmine", "shelling", "missile-strike", "air-strike", "grenade"],
        [Family.AttackOnSecurityForces] = ["armed-assault", "ambush", "police-station-seized", "military-post-seized", "prison-break"],
        [Family.AttackOnCivilians] = ["shooting", "assassination", "abduction", "sexual-violence", "mass-killing"],
        [Family.Unrest] = ["protest", "riot", "mob-violence", "looting"],
        [Family.Strategic] = ["arrest", "checkpoint-set-up", "troop-movement", "weapons-seizure", "base-established", "agreement"],
    };

    // The ACLED codebook's event types and sub-event types.
    private static readonly Dictionary<string, string[]> s_acled = new()
    {
        ["Battles"] = ["Government regains territory", "Non-state actor overtakes territory", "Armed clash"],
        ["Explosions/Remote violence"] =
            [
                "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
                "Remote explosive/landmine/IED", "Grenade"
            ],
        ["Violence against civilians"] = ["Sexual violence", "Attack", "Abduction/forced disappearance"],
        ["Protests"] = ["Peaceful protest", "Protest with intervention", "Excessive force against protesters"],
        ["Riots"] = ["Violent demonstration", "Mob violence"],
        ["Strategic developments"] =
            [
                "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
                "Looting/property destruction", "Non-violent transfer of territory", "Other"
            ],
    };

    [Fact]
    public void Ships_the_kinds_of_the_specification_in_their_families() =>
        Assert.Equal(
            s_specified,
            KindCatalog.Shipped.Kinds.GroupBy(k => k.Family).ToDictionary(g => g.Key, g => g.Select(k => k.Slug).ToArray()));

    [Fact]
    public void Weighs_kinds_as_specified()
    {
        foreach (var kind in KindCatalog.Shipped.Kinds)
        {
            var expected = kind.Slug is "vehicle-bomb" or "suicide-bomb" or "mass-killing" ? 2.5
                : kind.Family is Family.Unrest ? 0.5
                : kind.Family is Family.Strategic ? 0
                : 2;
            Assert.Equal(expected, kind.Weight);
        }
    }

    [Fact]
    public void Reads_each_acled_sub_event_type_as_exactly_one_kind()
    {
        Assert.Equal(
            s_acled.Values.SelectMany(types => types).Order(StringComparer.Ordinal),
            KindCatalog.Shipped.Kinds.SelectMany(kind => kind.AcledSubEventTypes).Order(StringComparer.Ordinal));
        Assert.True(KindCatalog.Shipped.TryGetByAcled("Suicide bomb", out var kind));
        Assert.Equal("suicide-bomb", kind.Slug);
    }

    [Fact]
    public void Names_existing_acled_and_ucdp_types()
    {
        foreach (var kind in KindCatalog.Shipped.Kinds)
        {
            Assert.Contains(kind.Acled!.SubEventType, s_acled[kind.Acled.EventType]);
            Assert.All(kind.Ucdp, type => Assert.InRange(type, 1, 3));
        }
    }

    [Fact]
    public void Finds_kinds_by_slug_only_as_written()
    {
        Assert.True(KindCatalog.Shipped.TryGet("vehicle-bomb", out var kind));
        Assert.Equal(Family.Explosion, kind.Family);
        Assert.False(KindCatalog.Shipped.TryGet("Vehicle-Bomb", out _));
    }

    [Fact]
    public void Takes_more_kinds_of_the_operator()
    {
        var catalog = KindCatalog.Shipped.With([new Kind { Slug = "drone-sighting", Family = Family.Strategic, Weight = 0.1 }]);

        Assert.True(catalog.TryGet("drone-sighting", out _));
        Assert.Equal(KindCatalog.Shipped.Kinds.Count + 1, catalog.Slugs.Count);
    }

    [Fact]
    public void Refuses_a_kind_that_is_there_already() =>
        Assert.Contains("twice", Refusal(new Kind { Slug = "ied", Family = Family.Explosion, Weight = 1 }));

    [Fact]
    public void Refuses_a_second_reading_of_an_acled_type() =>
        Assert.Contains(
            "'Grenade'", Refusal(new Kind { Slug = "rpg", Family = Family.Explosion, Weight = 1, AcledSubEventTypes = ["Grenade"] }));

    [Theory]
    [InlineData("Bomb", 1.0, 1)]
    [InlineData("", 1.0, 1)]
    [InlineData("bomb", -0.1, 1)]
    [InlineData("bomb", double.NaN, 1)]
    [InlineData("bomb", 101.0, 1)]
    [InlineData("bomb", 1.0, 4)]
    public void Refuses_malformed_kinds(string slug, double weight, int ucdp) =>
        Refusal(new Kind { Slug = slug, Family = Family.Explosion, Weight = weight, Ucdp = [ucdp] });

    private static string Refusal(Kind kind) => Assert.Throws<ArgumentException>(() => KindCatalog.Shipped.With([kind])).Message;
}
