namespace Rokt.EventApi.Outbox.Tests.Dispatch;

internal enum LeaseFault
{
    None,
    Before,
    After,
}
