namespace Rokt.EventApi.Outbox.Tests.Leasing;

internal enum LeaseFault
{
    None,
    Before,
    After,
}
