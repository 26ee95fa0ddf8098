using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Configuration;

namespace Alerting.Benchmarks;

/// <summary>The detector on entities of Akka.NET cluster sharding, the one node of the cluster in this process.</summary>
internal sealed class AkkaTowns : IActorPeer
{
    private const string Configuration = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          log-dead-letters = off
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          cluster.sharding { state-store-mode = ddata, remember-entities = off }
          coordinated-shutdown.exit-clr = off
        }
        """;

    private const int Shards = 16;
    private static readonly TimeSpan s_up = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _system;
    private readonly IActorRef _regions;

    private AkkaTowns(ActorSystem system, IActorRef regions)
    {
        _system = system;
        _regions = regions;
    }

    public static async Task<IActorPeer> StartAsync(CancellationToken cancellationToken)
    {
        var system =
            ActorSystem.Create("bench", ConfigurationFactory.ParseString(Configuration).WithFallback(ClusterSharding.DefaultConfig()));
        var cluster = Akka.Cluster.Cluster.Get(system);
        await cluster.JoinAsync(cluster.SelfAddress, cancellationToken).WaitAsync(s_up, TimeProvider.System, cancellationToken);
        var sharding = ClusterSharding.Get(system);
        var extractor = HashCodeMessageExtractor.Create(Shards, static message => ((Sighting)message).Region);
        var regions = await sharding.StartAsync(
            "towns", static _ => Props.Create(static () => new TownActor()), ClusterShardingSettings.Create(system), extractor);
        return new AkkaTowns(system, regions);
    }

    public Func<Sighting, Task> Open(string region) => sighting => _regions.Ask<bool>(sighting);

    public async ValueTask DisposeAsync() => await _system.Terminate();

    private sealed class TownActor : ReceiveActor
    {
        private readonly Detector _detector = new();

        public TownActor() => Receive<Sighting>(sighting => Sender.Tell(_detector.Take(sighting)));
    }
}
