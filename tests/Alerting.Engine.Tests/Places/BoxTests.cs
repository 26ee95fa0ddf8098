using Alerting.Engine.Places;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Places;

/// <summary>Boxes are never said to be far from each other when points of theirs are near.</summary>
public sealed class BoxTests
{
    private static readonly Gen<Location> s_anywhere =
        Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], static (lat, lon) => new Location(lat, lon));

    [Fact]
    public void Boxes_around_points_near_each_other_may_be_near()
    {
        var near = 0;
        Gen.Select(s_anywhere, Gen.Double[-0.03, 0.03], Gen.Double[-0.1, 0.1], s_anywhere, s_anywhere).Sample(
            (point, north, east, another, third) =>
            {
                var lat = Math.Clamp(point.Lat + north, -90, 90);
                var lon = point.Lon + (east / Math.Max(0.01, Math.Cos(double.DegreesToRadians(lat))));
                var neighbour = new Location(lat, lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon);
                if (Distance.IsWithin(point, neighbour, Distance.OfOneTown))
                {
                    Interlocked.Increment(ref near);
                    Assert.True(Box.Of(point).MayBeWithin(Box.Of(neighbour), Distance.OfOneTown));
                    Assert.True(Box.Of(point).With(another).MayBeWithin(Box.Of(neighbour).With(third), Distance.OfOneTown));
                }
            },
            iter: 20_000);
        Assert.True(near > 500, $"only {near} pairs were near");
    }

    [Fact]
    public void Towns_a_day_of_walking_apart_are_not_near() => Assert.False(
        Box.Of(new Location(33.42, 43.30)).With(new Location(33.44, 43.33))
            .MayBeWithin(Box.Of(new Location(33.35, 43.78)), Distance.OfOneTown));

    [Fact]
    public void A_box_has_what_it_was_made_of() => Gen.Select(s_anywhere, s_anywhere).Sample(
        static (one, other) => Box.Of(one).With(other).Contains(one) && Box.Of(one).With(other).Contains(other));
}
