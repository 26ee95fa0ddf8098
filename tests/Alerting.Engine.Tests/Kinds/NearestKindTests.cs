using Alerting.Engine.Kinds;
using Alerting.Kinds;
using Xunit;

namespace Alerting.Engine.Tests.Kinds;

public sealed class NearestKindTests
{
    [Theory]
    [InlineData("vehicle-bom", "vehicle-bomb")]
    [InlineData("Vehicle Bomb", "vehicle-bomb")]
    [InlineData("Chemical weapon", "shelling")]
    [InlineData("Air/drone strike", "air-strike")]
    [InlineData("Attack", "shooting")]
    [InlineData("Riots", "riot", "mob-violence")]
    [InlineData("battle", "armed-clash", "territory-seized")]
    [InlineData("weather")]
    public void Finds_the_kind_by_slug_by_what_ACLED_calls_it_and_by_family(string text, params string[] expected) =>
        Assert.Equal(expected, NearestKind.Find(KindCatalog.Shipped, text));

    [Fact]
    public void Every_sub_event_type_of_ACLED_leads_to_the_kind_as_which_it_is_read()
    {
        foreach (var kind in KindCatalog.Shipped.Kinds)
        {
            foreach (var type in kind.AcledSubEventTypes)
            {
                Assert.Equal(kind.Slug, NearestKind.Find(KindCatalog.Shipped, type)[0]);
            }
        }
    }

    [Fact]
    public void Names_the_first_of_many_and_counts_the_others() =>
        Assert.Equal(
            "; did you mean 'shooting', 'assassination', 'abduction' or one of 2 more?",
            NearestKind.Hint(KindCatalog.Shipped, "One-sided violence"));
}
