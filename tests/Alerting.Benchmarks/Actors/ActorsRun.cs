using System.Globalization;

namespace Alerting.Benchmarks;

/// <summary>
/// The distinct-towns detector in memory on the actors that one would take instead, beside the product's engine called
/// directly and the product itself asked from inside, which is durable and exact and has five thresholds to judge.
/// </summary>
internal static class ActorsRun
{
    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var peers = new List<(string Name, IActorPeer Peer)>();
        try
        {
            peers.Add(("Orleans grain, in memory", await OrleansTowns.StartAsync(cancellationToken)));
            peers.Add(("Akka.NET sharding, in memory", await AkkaTowns.StartAsync(cancellationToken)));
            peers.Add(("Proto.Actor cluster, in memory", await ProtoTowns.StartAsync(cancellationToken)));
            peers.Add(("product over grains, durable, exact", await ProductTowns.StartAsync(cancellationToken)));
            peers.Add(("product's engine called directly", new EngineTowns()));
            peers.Add(("floor: the detector called directly", new DirectTowns()));
            var regions = Target.Regions;
            var contenders = peers.Select(peer =>
            {
                var feed = new ActorFeed(peer.Peer, regions);
                return new Contender(peer.Name, t => feed.MeasureAsync(arguments.RoundTime, t));
            }).ToList();
            Rounds.Print(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"One report a call, {regions.Count} regions with a caller each, asked and answered, all in one process"),
                "reports/s",
                await Rounds.MeasureAsync(contenders, arguments, cancellationToken));
        }
        finally
        {
            foreach (var (_, peer) in peers)
            {
                await peer.DisposeAsync();
            }
        }
    }
}
