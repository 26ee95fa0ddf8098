using Alerting.Regions;
using Xunit;

namespace Alerting.Client.Tests;

/// <summary>Who keeps a copy of the list of regions, against a real server.</summary>
public sealed class RegionListTests(SharedLiveServer shared) : IClassFixture<SharedLiveServer>
{
    private readonly AlertingClient _client = shared.Server.Api;

    [Fact]
    public async Task A_copy_of_the_list_is_brought_up_to_date_by_asking_and_by_the_feed()
    {
        string[] codes = ["DK-81", "DK-82", "DK-83"];
        foreach (var code in codes)
        {
            await _client.Reports.PostAsync(Bodies.Report(code, 1));
        }

        var copy = new Dictionary<string, RegionView>(StringComparer.Ordinal);
        var whole = await _client.Regions.ChangesAsync(null, "DK");
        whole.ApplyTo(copy);
        Assert.True(whole.Complete);
        Assert.Equal(codes, copy.Keys.Order(StringComparer.Ordinal));
        await _client.Reports.PostAsync(Bodies.Report("DK-81", 2));
        var changes = await _client.Regions.ChangesAsync(whole.Version, "DK");
        Assert.False(changes.Complete);
        changes.ApplyTo(copy);
        var now = (await _client.Regions.GetAsync("DK-81")).Value;
        Assert.Equal(now.Version, copy["DK-81"].Version);
        Assert.True((await _client.Regions.ChangesAsync("of-another", "DK")).Complete);

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        await _client.Reports.PostAsync(Bodies.Report("DK-82", 2));
        await foreach (var update in _client.Regions.FollowAsync(changes.Version, "DK", cancellationToken: patience.Token))
        {
            Assert.False(update.Complete);
            update.ApplyTo(copy);
            if (copy["DK-82"].Incidents24h == 2)
            {
                break;
            }
        }

        await foreach (var update in _client.Regions.FollowAsync(null, "DK", cancellationToken: patience.Token))
        {
            Assert.Equal((true, 3), (update.Complete, update.Items.Count));
            break;
        }
    }
}
