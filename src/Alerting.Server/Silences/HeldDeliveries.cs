using System.Globalization;
using Alerting.Grains.Subscriptions;
using Alerting.Server.Access;
using Alerting.Silences;

namespace Alerting.Server.Silences;

/// <summary>What a silence held back, of all subscriptions: each remembers its own.</summary>
internal sealed class HeldDeliveries(SubscriptionList subscriptions, IGrainFactory grains)
{
    /// <summary>Subscriptions that are asked at one time.</summary>
    private const int MaxAsked = 32;

    /// <summary>By subscription, then seq.</summary>
    /// <param name="silence">Its id.</param>
    /// <param name="after">The page follows this one; null: it is the first.</param>
    /// <param name="limits">Of the caller.</param>
    public async Task<Page<HeldDelivery>> ReadAsync(
        string silence, Place? after, int limit, RegionLimits limits, CancellationToken cancellationToken)
    {
        var items = new List<HeldDelivery>();
        if (after is { } place)
        {
            items.AddRange(await ReadAsync(place.Subscription, silence, place.Seq, limit + 1, limits));
        }

        var last = after?.Subscription;
        while (items.Count <= limit)
        {
            var views = await subscriptions.ReadAsync(last, MaxAsked, static _ => new(true), cancellationToken);
            if (views.Count == 0)
            {
                break;
            }

            var held = await Task.WhenAll(views.Select(view => ReadAsync(view.Id, silence, 0, limit + 1, limits)));
            items.AddRange(held.SelectMany(static some => some));
            last = views[^1].Id;
        }

        return items.Count <= limit
            ? new Page<HeldDelivery>(items, null)
            : new Page<HeldDelivery>(items.GetRange(0, limit), new Place(items[limit - 1].Subscription, items[limit - 1].Seq).ToString());
    }

    private async Task<IReadOnlyList<HeldDelivery>> ReadAsync(
        string subscription, string silence, long after, int limit, RegionLimits limits)
    {
        var shown = new List<HeldDelivery>();
        while (shown.Count < limit)
        {
            var held = await grains.GetGrain<ISubscriptionGrain>(subscription).HeldAsync(silence, after, limit);
            shown.AddRange(held.Where(one => limits.Allow(one.Region)));
            if (held.Count < limit)
            {
                break;
            }

            after = held[^1].Seq;
        }

        return shown;
    }

    /// <summary>A place in the list.</summary>
    internal readonly record struct Place(string Subscription, long Seq)
    {
        public static bool TryParse(string text, out Place place)
        {
            var point = text.LastIndexOf('.');
            place = default;
            if (point < 1 || !Slug.IsValid(text[..point])
                || !long.TryParse(text.AsSpan(point + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            {
                return false;
            }

            place = new Place(text[..point], seq);
            return true;
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Subscription}.{Seq}");
    }
}
