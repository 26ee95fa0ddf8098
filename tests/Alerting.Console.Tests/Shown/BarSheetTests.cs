using Alerting.Console.Shown.Charts;
using Xunit;

namespace Alerting.Console.Tests.Shown;

public sealed class BarSheetTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(5, 5)]
    [InlineData(6, 10)]
    [InlineData(10, 10)]
    [InlineData(11, 20)]
    [InlineData(100, 100)]
    [InlineData(101, 200)]
    public void The_upper_edge_is_the_least_round_number_that_holds_all(double highest, double top)
    {
        Assert.Equal(top, new BarSheet([new("a", "a", highest, 0), new("b", "b", 0, 0)], isPaired: true).Top);
        Assert.Equal(top, new BarSheet([new("a", "a", 1_000, highest)], isPaired: false).Top);
    }

    [Fact]
    public void Bars_stand_on_the_lower_edge_side_by_side_within_their_places()
    {
        var sheet = new BarSheet([new("a", "a", 4, 2), new("b", "b", 0, 10)], isPaired: true);
        Assert.Equal(new Bar(50, 120, 200, 80), sheet.First(0, 4));
        Assert.Equal(new Bar(250, 160, 200, 40), sheet.Second(0, 2));
        Assert.Equal(new Bar(550, 200, 200, 0), sheet.First(1, 0));
        Assert.Equal(new Bar(750, 0, 200, 200), sheet.Second(1, 10));
        var single = new BarSheet([new("a", "a", 0, 1)], isPaired: false);
        Assert.Equal(new Bar(100, 0, 800, 200), single.Second(0, 1));
    }

    [Fact]
    public void Without_figures_there_is_an_empty_sheet() => Assert.Equal(1, new BarSheet([], isPaired: true).Top);
}
