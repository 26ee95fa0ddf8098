using Alerting.Server.Alerts;
using Xunit;

namespace Alerting.Server.Tests.Alerts;

public sealed class RevisionCacheTests
{
    [Fact]
    public void Holds_no_more_bytes_than_it_may_and_lets_the_first_go_first()
    {
        var cache = new RevisionCache(100_000);
        for (var seq = 1; seq <= 100; seq++)
        {
            cache.Add(Revisions.Encoded(seq, ballast: 10_000));
            Assert.True(cache.Bytes <= 100_000);
        }

        Assert.NotNull(cache.Find(100));
        Assert.NotNull(cache.Find(93));
        Assert.Null(cache.Find(90));
    }

    [Fact]
    public void One_that_is_known_or_larger_than_all_is_not_added()
    {
        var cache = new RevisionCache(20_000);
        cache.Add(Revisions.Encoded(1));
        var bytes = cache.Bytes;
        cache.Add(Revisions.Encoded(1));
        cache.Add(Revisions.Encoded(2, ballast: 30_000));
        Assert.Equal(bytes, cache.Bytes);
        Assert.NotNull(cache.Find(1));
        Assert.Null(cache.Find(2));
    }
}
